package dev.millrace.local;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Trust in one certificate and nothing else, as a client has it that was told its PEM. */
public final class Trust {

    private final X509Certificate certificate;
    private final TrustManager[] managers;

    private Trust(X509Certificate certificate, TrustManager[] managers) {
        this.certificate = certificate;
        this.managers = managers;
    }

    public static Trust in(String pem) {
        try {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry("local", certificate);
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            return new Trust(certificate, factory.getTrustManagers());
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError("cannot be trusted: " + pem, e);
        }
    }

    public X509Certificate certificate() {
        return certificate;
    }

    public TrustManager[] managers() {
        return managers.clone();
    }

    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
