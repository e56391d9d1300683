package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.LocalKinesis;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @Test
    void serviceRunsUntilItIsStopped() throws Exception {
        PipedReader banner = new PipedReader(8192);
        PrintWriter out = new PrintWriter(new PipedWriter(banner), true);
        StringWriter err = new StringWriter();
        Thread service = new Thread(() -> Command.run(out, new PrintWriter(err), "local", "--port", "0"));
        service.start();
        try {
            StringBuilder shown = new StringBuilder();
            Matcher endpoint = ENDPOINT.matcher(shown);
            while (!shown.toString().contains("Stop with Ctrl-C")) {
                shown.append((char) banner.read());
            }
            assertThat(endpoint.reset().find()).isTrue();

            Command words = Command.run("words", "--stream", "s", "-w", "cat", "--endpoint", endpoint.group());
            assertThat(words.exitCode()).isZero();
            assertThat(shown)
                    .contains("AWS_ENDPOINT_URL_KINESIS=" + endpoint.group(), "millrace tail", "millrace words");
        } finally {
            service.interrupt();
            service.join(TimeUnit.SECONDS.toMillis(30));
        }
        assertThat(service.isAlive()).isFalse();
    }
}
