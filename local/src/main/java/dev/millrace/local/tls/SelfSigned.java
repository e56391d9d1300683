package dev.millrace.local.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.net.IDN;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.IPAddress;

/**
 * Makes certificates that vouch for themselves: P-256, for servers only, no authority for others. There is no key
 * usage in them, because OpenSSL 1.1 takes a self-signed certificate for one only if it may sign certificates, and
 * Rust's clients refuse a server's that may.
 */
final class SelfSigned {

    private static final Duration VALID_BEFORE = Duration.ofDays(1);
    private static final Duration VALID_AFTER = Duration.ofDays(365);
    private static final int SERIAL_NUMBER_BITS = 127;
    private static final Pattern DOMAIN_NAME = Pattern.compile("[A-Za-z0-9._-]+");

    private SelfSigned() {}

    /**
     * A new key and its certificate.
     *
     * @param hosts names and addresses; an IPv6 address with or without brackets. What no certificate can name, such as
     *     a text with blanks, is left out.
     * @param now the certificate is valid from the day before, for a year
     */
    static ServerCertificate create(Collection<String> hosts, Instant now) {
        try {
            SecureRandom random = new SecureRandom();
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair keys = generator.generateKeyPair();
            return new ServerCertificate(keys.getPrivate(), certificate(keys, hosts, now, random));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("this Java runtime cannot make a certificate", e);
        }
    }

    private static X509Certificate certificate(KeyPair keys, Collection<String> hosts, Instant now, SecureRandom random)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        BigInteger serialNumber = new BigInteger(SERIAL_NUMBER_BITS, random);
        // A name of its own for each, so that clients with several of them in one file find the right one.
        X500Name name = new X500Name("O=Millrace,CN=Millrace local " + serialNumber.toString(16));
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                serialNumber,
                Date.from(now.minus(VALID_BEFORE)),
                Date.from(now.plus(VALID_AFTER)),
                name,
                keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        builder.addExtension(Extension.subjectAlternativeName, false, names(hosts));
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    }

    private static GeneralNames names(Collection<String> hosts) {
        Set<GeneralName> names = new LinkedHashSet<>();
        for (String host : hosts) {
            String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
            if (IPAddress.isValid(bare)) {
                names.add(new GeneralName(GeneralName.iPAddress, bare));
            } else {
                domainName(bare).ifPresent(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
            }
        }
        return new GeneralNames(names.toArray(GeneralName[]::new));
    }

    private static Optional<String> domainName(String host) {
        try {
            return Optional.of(IDN.toASCII(host)).filter(DOMAIN_NAME.asMatchPredicate());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
