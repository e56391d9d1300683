package dev.millrace.local.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.LocalKinesis;
import dev.millrace.local.LocalKinesisBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs({OS.LINUX, OS.MAC})
class KeyFileTest {

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("key.pem");
    }

    @Test
    void itIsMadeForItsOwnerAloneAndNothingElseIsLeftThere() throws IOException {
        kept(NOW);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file).content().contains("-----BEGIN PRIVATE KEY-----", "-----BEGIN CERTIFICATE-----");
        assertThat(folder).isDirectoryContaining(path -> path.equals(file));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void whatItKeepsIsTheSameNextTimeAndServes() {
        ServerCertificate first = kept(NOW);
        ServerCertificate second = kept(NOW.plus(Duration.ofDays(364)));

        assertThat(second.pem()).isEqualTo(first.pem());
        assertThat(second.key()).isEqualTo(first.key());
        assertThat(second.context()).isNotNull();
    }

    @Test
    void nothingIsWrittenBeforeACertificateIsAskedFor() {
        CertificateSource source = CertificateSource.keptIn(file, List.of(), Clock.systemUTC());
        assertThat(file).doesNotExist();
        source.get();
        assertThat(file).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-rw-rw-", "rwx------"})
    void oneThatIsOpenToOthersIsRefused(String permissions) throws IOException {
        kept(NOW);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> kept(NOW))
                .withMessage("key file is open to others: file=" + file + " permissions=" + permissions
                        + " (allowed rw-------, as 'chmod 600' sets them)");
    }

    @Test
    void oneThatIsExpiredIsRefusedAndStays() throws IOException {
        kept(NOW);
        String before = Files.readString(file);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> kept(NOW.plus(Duration.ofDays(366))))
                .withMessage(
                        "certificate is expired: file=" + file
                                + " notAfter=2027-03-04T05:06:07Z (delete the file, and a new one is made for clients to trust)");
        assertThat(file).hasContent(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret", "PRIVATE KEY", "CERTIFICATE", "AAAA"})
    void oneThatHoldsSomethingElseIsRefusedWithoutBeingShown(String cut) throws IOException {
        kept(NOW);
        String text = Files.readString(file);
        Files.writeString(
                file,
                switch (cut) {
                    case "" -> "";
                    case "secret" -> "secret";
                    case "AAAA" -> text.replaceAll("(?m)^[A-Za-z0-9+/=]+$", "AAAA");
                    default -> text.replace("BEGIN " + cut, "BEGIN SOMETHING");
                });

        assertThatIllegalArgumentException()
                .isThrownBy(() -> kept(NOW))
                .withMessage("key file holds no key with a certificate: file=" + file
                        + " (allowed: as this service writes it)")
                .withNoCause();
    }

    @Test
    void oneInAFolderThatIsNotThereIsAnError() {
        Path nowhere = folder.resolve("none").resolve("key.pem");
        CertificateSource source = CertificateSource.keptIn(nowhere, List.of(), Clock.systemUTC());

        assertThatThrownBy(source::get)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("key file cannot be used: file=" + nowhere);
    }

    @Test
    void servicesThatStartAtOnceShareOne() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<String>> pems = Stream.generate(
                            () -> threads.submit(() -> kept(NOW).pem()))
                    .limit(8)
                    .toList();
            for (Future<String> pem : pems) {
                assertThat(pem.get()).isEqualTo(kept(NOW).pem());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aServiceIsRefusedAtItsStartAndAnotherKeepsItsCertificate() throws IOException {
        String first;
        try (LocalKinesis kinesis = LocalKinesis.builder().keyFile(file).start()) {
            first = kinesis.certificatePem();
        }
        try (LocalKinesis kinesis = LocalKinesis.builder().keyFile(file).start()) {
            assertThat(kinesis.certificatePem()).isEqualTo(first);
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        LocalKinesisBuilder open = LocalKinesis.builder().keyFile(file);
        assertThatIllegalArgumentException().isThrownBy(open::start).withMessageContaining("chmod 600");
    }

    private ServerCertificate kept(Instant now) {
        return CertificateSource.keptIn(file, List.of(), Clock.fixed(now, ZoneOffset.UTC))
                .get();
    }
}
