package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.LocalKinesis;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;

@Timeout(60)
class LocalCommandTest {

    private static final Pattern ENDPOINT = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

    @Test
    void portInUseIsSaid() {
        try (LocalKinesis other = LocalKinesis.start()) {
            Command run = Command.run("local", "--port", String.valueOf(other.port()));

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err())
                    .isEqualTo("millrace: port in use: port=" + other.port() + " (choose another, or 0 for a free one)"
                            + System.lineSeparator());
            assertThat(run.out()).isEmpty();
        }
    }

    @Test
    void portOfAForeignServerIsInUseToo() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Command run = Command.run("local", "--port", String.valueOf(other.getLocalPort()));

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("port in use: port=" + other.getLocalPort());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"65536", "-1", "many"})
    void portThatIsNoneEndsWithTwo(String port) {
        Command run = Command.run("local", "--port", port);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders:0", "orders:many", "or ders:1", ":1", "orders:1000000"})
    void streamThatIsNoneEndsWithTwo(String stream) {
        Command run = Command.run("local", "--port", "0", "--create-stream", stream);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(stream.substring(0, stream.indexOf(':')));
        assertThat(run.out()).isEmpty();
    }

    @Test
    void faultThatIsNoneEndsWithTwo() {
        Command run = Command.run("local", "--port", "0", "--faults", "throtle=1");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("no such fault: 'throtle' (allowed: throttle=PROBABILITY");
    }

    @Test
    void streamsAreMadeAndFaultsComeFromTheStart() throws Exception {
        try (Service service =
                Service.run("--create-stream", "orders:3", "--create-stream", "events", "--faults", "throttle=0")) {
            Matcher endpoint = ENDPOINT.matcher(service.shown());
            assertThat(endpoint.find()).isTrue();
            Command words = Command.run("words", "--stream", "orders", "-w", "cat", "--endpoint", endpoint.group());
            assertThat(words.exitCode()).as(words.err()).isZero();
            Command tail = Command.run("tail", "--stream", "orders", "--count", "1", "--endpoint", endpoint.group());
            assertThat(tail.out()).contains("cat");
        }
    }

    @Test
    void dataDirectoryKeepsStreamsForTheNextStart(@TempDir Path folder) throws Exception {
        String data = folder.resolve("data").toString();
        try (Service service = Service.run("--create-stream", "orders:3", "--data-dir", data)) {
            assertThat(service.shown()).contains("0 streams, 0 records");
            Matcher endpoint = ENDPOINT.matcher(service.shown());
            assertThat(endpoint.find()).isTrue();
            Command words = Command.run("words", "--stream", "orders", "-w", "cat", "--endpoint", endpoint.group());
            assertThat(words.exitCode()).as(words.err()).isZero();
        }
        try (Service service = Service.run("--create-stream", "orders:3", "--data-dir", data)) {
            assertThat(service.shown()).contains("1 stream, 1 record");
            Matcher endpoint = ENDPOINT.matcher(service.shown());
            assertThat(endpoint.find()).isTrue();
            Command tail = Command.run("tail", "--stream", "orders", "--count", "1", "--endpoint", endpoint.group());
            assertThat(tail.out()).contains("cat");
        }
    }

    @Test
    void dataDirectoryOfAnotherEndsWithTwo(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("thesis.txt"), "mine");
        Command run = Command.run("local", "--port", "0", "--data-dir", folder.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("not a data directory");
        assertThat(Command.run("local", "--port", "0", "--sync").exitCode()).isEqualTo(2);
    }

    @Test
    void strictServiceHoldsTheServicesLimits() throws Exception {
        try (Service service = Service.run("--strict")) {
            try (KinesisClient client = client(service, "any", "any")) {
                assertThat(client.describeLimits().onDemandStreamCountLimit()).isEqualTo(50);
            }
        }
    }

    @Test
    void onlyWhoSignsWithTheKeyIsServed(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "well kept\nsecond line\n");
        try (Service service =
                Service.run("--access-key-id", "AKIDEXAMPLE", "--secret-access-key-file", secret.toString())) {
            assertThat(service.shown())
                    .contains("AWS_ACCESS_KEY_ID=AKIDEXAMPLE ")
                    .doesNotContain("well kept");
            try (KinesisClient right = client(service, "AKIDEXAMPLE", "well kept");
                    KinesisClient wrong = client(service, "AKIDEXAMPLE", "guessed")) {
                assertThat(right.listStreams().streamNames()).isEmpty();
                assertThatThrownBy(wrong::listStreams).hasMessageContaining("does not match the signature");
            }
        }
    }

    @Test
    void keyWithoutItsSecretEndsWithTwo(@TempDir Path folder) {
        Command without = Command.run("local", "--port", "0", "--access-key-id", "AKIDEXAMPLE");
        assertThat(without.exitCode()).isEqualTo(2);
        assertThat(without.err())
                .contains("no secret for the access key: --access-key-id=AKIDEXAMPLE", "MILLRACE_SECRET_ACCESS_KEY");

        String missing = folder.resolve("none").toString();
        Command lost = Command.run("local", "--port", "0", "--access-key-id", "a", "--secret-access-key-file", missing);
        assertThat(lost.exitCode()).isEqualTo(1);
        assertThat(lost.err()).contains("file cannot be used: " + missing);

        Command alone = Command.run("local", "--port", "0", "--secret-access-key-file", missing);
        assertThat(alone.exitCode()).isEqualTo(2);
        assertThat(alone.err()).contains("--secret-access-key-file says nothing without --access-key-id");
    }

    @Test
    void beyondTheLoopbackItSaysWhatControlsIt(@TempDir Path folder) throws Exception {
        try (Service service = Service.run("--host", "0.0.0.0", "--allow-host", "kinesis.test")) {
            assertThat(service.shown())
                    .containsPattern("control {5}header X-Millrace-Control: [A-Za-z0-9_-]{32}\n")
                    .contains("other machines may reach it");
        }
        Path token = Files.writeString(folder.resolve("token"), "0123456789abcdef\n");
        try (Service service = Service.run("--host", "0.0.0.0", "--control-token-file", token.toString())) {
            assertThat(service.shown()).doesNotContain("0123456789abcdef", "X-Millrace-Control");
        }
        try (Service service = Service.run()) {
            assertThat(service.shown()).doesNotContain("X-Millrace-Control", "other machines");
        }
    }

    @Test
    void hostThatIsNoneEndsWithTwo() {
        Command run = Command.run("local", "--port", "0", "--host", "no such host");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("host not known: 'no such host'");
    }

    @Test
    void tlsPortInUseIsSaid() {
        try (LocalKinesis other = LocalKinesis.start()) {
            Command run = Command.run("local", "--port", "0", "--tls-port", String.valueOf(other.port()));

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("port in use: port=" + other.port() + " ");
            assertThat(run.out()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--certificate-file", "--key-file"})
    void fileThatCannotBeWrittenIsSaid(String option, @TempDir Path folder) {
        Path file = folder.resolve("none").resolve("file.pem");

        Command run = Command.run("local", "--port", "0", option, file.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("file cannot be used: ", "none", "(it or its folder does not exist)");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void keyFileThatOthersMayReadEndsWithTwo(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("key.pem"), "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        Command run = Command.run("local", "--port", "0", "--key-file", file.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("key file is open to others: file=" + file, "chmod 600");
    }

    @Test
    void certificateIsSavedAndTheTlsEndpointIsSaid(@TempDir Path folder) throws Exception {
        Path certificate = folder.resolve("certificate.pem");
        try (Service service = Service.run("--tls-port", "0", "--certificate-file", certificate.toString())) {
            assertThat(service.shown())
                    .containsPattern("over TLS {4}https://127\\.0\\.0\\.1:\\d+\n")
                    .contains("trust " + certificate, "AWS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "setCaCertFile");
            assertThat(certificate).content().startsWith("-----BEGIN CERTIFICATE-----");
        }
    }

    @Test
    void keyFileKeepsTheCertificateOverRestarts(@TempDir Path folder) throws Exception {
        Path key = folder.resolve("key.pem");
        Path first = folder.resolve("first.pem");
        Path second = folder.resolve("second.pem");
        Service.run("--key-file", key.toString(), "--certificate-file", first.toString())
                .close();
        Service.run("--key-file", key.toString(), "--certificate-file", second.toString())
                .close();

        assertThat(first).hasSameTextualContentAs(second);
    }

    @Test
    void serviceRunsUntilItIsStopped() throws Exception {
        try (Service service = Service.run()) {
            Matcher endpoint = ENDPOINT.matcher(service.shown());
            assertThat(endpoint.find()).isTrue();

            Command words = Command.run("words", "--stream", "s", "-w", "cat", "--endpoint", endpoint.group());
            assertThat(words.exitCode()).isZero();
            assertThat(service.shown())
                    .contains("AWS_ENDPOINT_URL_KINESIS=" + endpoint.group(), "millrace tail", "millrace words")
                    .contains("over TLS    " + endpoint.group().replace("http:", "https:"), "--certificate-file")
                    // The AWS CLI 1 and boto3 know the region by the latter alone.
                    .contains("AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1");
        }
    }

    private static KinesisClient client(Service service, String accessKeyId, String secret) {
        Matcher endpoint = ENDPOINT.matcher(service.shown());
        assertThat(endpoint.find()).isTrue();
        return KinesisClient.builder()
                .endpointOverride(URI.create(endpoint.group()))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, secret)))
                .build();
    }

    /**
     * The command at work on a free port, in a thread of its own.
     *
     * @param shown its banner
     */
    private record Service(Thread thread, String shown) implements AutoCloseable {

        static Service run(String... options) throws IOException {
            PipedReader banner = new PipedReader(8192);
            PrintWriter out = new PrintWriter(new PipedWriter(banner), true);
            StringWriter err = new StringWriter();
            String[] arguments = Stream.concat(Stream.of("local", "--port", "0"), Stream.of(options))
                    .toArray(String[]::new);
            Thread thread = new Thread(() -> Command.run(out, new PrintWriter(err), arguments));
            thread.start();
            StringBuilder shown = new StringBuilder();
            while (!shown.toString().contains("Stop with Ctrl-C")) {
                int next = banner.read();
                assertThat(next).as("the banner ended: %s", err).isNotNegative();
                shown.append((char) next);
            }
            return new Service(thread, shown.toString());
        }

        @Override
        public void close() {
            thread.interrupt();
            try {
                thread.join(TimeUnit.SECONDS.toMillis(30));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            assertThat(thread.isAlive()).isFalse();
        }
    }
}
