package dev.millrace.local.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A file with a private key and its certificate, in PEM, that only its owner may read and write. So a certificate that
 * clients were told to trust outlives the service that made it.
 */
final class KeyFile {

    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private static final String KEY = "PRIVATE KEY";
    private static final String CERTIFICATE = "CERTIFICATE";

    private final Path file;

    KeyFile(Path file) {
        this.file = file;
    }

    /**
     * What the file holds; if there is none, it is made with what the maker gives.
     *
     * @throws IllegalArgumentException if others may use the file, or what it holds is expired or cannot be read
     * @throws UncheckedIOException if it cannot be read or written
     */
    ServerCertificate loadOrCreate(Supplier<ServerCertificate> maker, Instant now) {
        try {
            if (Files.notExists(file)) {
                create(maker.get());
            }
            return load(now);
        } catch (UnsupportedOperationException e) {
            throw new IllegalArgumentException(
                    "key file is on a file system that cannot keep it from others: file=" + file, e);
        } catch (IOException e) {
            throw new UncheckedIOException("key file cannot be used: file=" + file + " (" + e + ")", e);
        }
    }

    private ServerCertificate load(Instant now) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (!OWNER_ONLY.containsAll(permissions)) {
            throw new IllegalArgumentException("key file is open to others: file=" + file + " permissions="
                    + PosixFilePermissions.toString(permissions) + " (allowed "
                    + PosixFilePermissions.toString(OWNER_ONLY) + ", as 'chmod 600' sets them)");
        }
        ServerCertificate kept = parse(Files.readString(file));
        Instant end = kept.certificate().getNotAfter().toInstant();
        if (now.isAfter(end)) {
            throw new IllegalArgumentException("certificate is expired: file=" + file + " notAfter=" + end
                    + " (delete the file, and a new one is made for clients to trust)");
        }
        return kept;
    }

    private ServerCertificate parse(String text) {
        try {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(Pem.read(CERTIFICATE, text)));
            PrivateKey key = KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(Pem.read(KEY, text)));
            return new ServerCertificate(key, certificate);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // The cause is left out: it might show parts of the key.
            throw new IllegalArgumentException(
                    "key file holds no key with a certificate: file=" + file + " (allowed: as this service writes it)");
        }
    }

    /** Written aside first, so that nobody ever sees a part of it. */
    private void create(ServerCertificate made) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new FileSystemException(file.toString(), null, "a root is no file");
        }
        Path aside =
                Files.createTempFile(folder, ".millrace-", ".pem", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try {
            Files.writeString(aside, Pem.write(KEY, made.key().getEncoded()) + made.pem());
            // Unlike a move, a link never takes the place of a file that came in between.
            Files.createLink(file, aside);
        } catch (FileAlreadyExistsException e) {
            // Another service was faster: its certificate is the one that is kept.
        } finally {
            Files.deleteIfExists(aside);
        }
    }
}
