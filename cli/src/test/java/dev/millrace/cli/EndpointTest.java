package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class EndpointTest {

    private static final Duration LIMIT = Duration.ofSeconds(45);

    @ParameterizedTest
    @ValueSource(strings = {"tail", "words"})
    void endpointWhereNobodyListensIsSaid(String name) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        Command run = runInTime(name, "--endpoint", "http://127.0.0.1:" + port);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .startsWith(
                        "millrace: the endpoint does not answer. Is it running (millrace local), and is --endpoint");
        assertThat(run.err().lines()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tail", "words"})
    void endpointThatTakesConnectionsAndNeverAnswersIsSaid(String name) throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String endpoint = "http://127.0.0.1:" + silent.getLocalPort();

            Command run = runInTime(name, "--endpoint", endpoint, "--timeout", "2");

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).startsWith("millrace: the endpoint does not answer in time");
            assertThat(run.err().lines()).hasSize(1);
        }
    }

    @Test
    void hostThatDoesNotExistIsSaid() {
        System.setProperty("aws.accessKeyId", "any");
        System.setProperty("aws.secretAccessKey", "any");
        Command run;
        try {
            run = runInTime("tail", "--endpoint", "http://no-such-host.invalid:4567", "--timeout", "10");
        } finally {
            System.clearProperty("aws.accessKeyId");
            System.clearProperty("aws.secretAccessKey");
        }

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).startsWith("millrace: the endpoint does not answer");
    }

    @ParameterizedTest
    @CsvSource({
        "nonsense",
        "localhost:4567",
        "127.0.0.1:4567",
        "ftp://127.0.0.1:4567",
        "http://",
        "http://[x",
        "http:4567",
        "/some/path"
    })
    void endpointThatIsNoUrlEndsWithTwo(String endpoint) {
        for (String name : new String[] {"tail", "words"}) {
            Command run = runInTime(name, "--endpoint", endpoint);

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains(endpoint);
            assertThat(run.out()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"--region, ''", "--region, a/b", "--timeout, 0", "--timeout, soon"})
    void otherBadOptionsEndWithTwo(String option, String value) {
        Command run = runInTime("tail", "--endpoint", "http://127.0.0.1:1", option, value);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(option.substring(2));
    }

    private static Command runInTime(String name, String... options) {
        String[] arguments = new String[options.length + 3];
        arguments[0] = name;
        arguments[1] = "--stream";
        arguments[2] = "zoo";
        System.arraycopy(options, 0, arguments, 3, options.length);
        Instant begun = Instant.now();
        Command run = Command.runWith("word\n", arguments);
        assertThat(Duration.between(begun, Instant.now())).isLessThan(LIMIT);
        return run;
    }
}
