package dev.millrace.local.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** A certificate with its private key. The key is never printed and leaves the process only into a {@link KeyFile}. */
public final class ServerCertificate {

    private final PrivateKey key;
    private final X509Certificate certificate;

    ServerCertificate(PrivateKey key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    PrivateKey key() {
        return key;
    }

    X509Certificate certificate() {
        return certificate;
    }

    /** The certificate as clients are told to trust it, without the key. */
    public String pem() {
        try {
            return Pem.write("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate has an encoding", e);
        }
    }

    /** What a TLS server shows this certificate with. Clients are not asked for theirs. */
    public SSLContext context() {
        // The key store never leaves memory. JKS, since PKCS12 would derive a key from the password even so.
        char[] password = new char[0];
        try {
            KeyStore keys = KeyStore.getInstance("JKS");
            keys.load(null, password);
            keys.setKeyEntry("server", key, password, new Certificate[] {certificate});
            KeyManagerFactory managers = KeyManagerFactory.getInstance("SunX509");
            managers.init(keys, password);
            SSLContext context = SSLContext.getInstance("TLS");
            // No trust managers: with null the runtime would read all authorities of the JDK.
            context.init(managers.getKeyManagers(), new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java runtime cannot serve TLS", e);
        }
    }
}
