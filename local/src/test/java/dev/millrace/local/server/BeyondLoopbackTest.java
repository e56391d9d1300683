package dev.millrace.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.millrace.local.LocalKinesis;
import dev.millrace.local.RawConnection;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service that other machines can reach: under which names, and who may control it. */
class BeyondLoopbackTest {

    private static LocalKinesis kinesis;

    @BeforeAll
    static void start() {
        kinesis = LocalKinesis.builder()
                .host("0.0.0.0")
                .furtherHosts(Set.of("kinesis.test"))
                .start();
    }

    @AfterAll
    static void stop() {
        kinesis.close();
    }

    @Test
    void itIsReachedAtThisMachinesAddresses() throws IOException {
        List<InetAddress> others = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .toList();
        assumeThat(others).as("addresses beside the loopback").isNotEmpty();
        for (InetAddress other : others) {
            String host = other.getHostAddress() + ":" + kinesis.port();
            try (Socket socket = new Socket(other, kinesis.port())) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream()
                        .write(("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                assertThat(RawConnection.reply(socket.getInputStream()).status())
                        .isEqualTo(200);
            }
        }
        assertThat(kinesis.endpoint()).hasHost("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "kinesis.test:4567"})
    void namesOfTheLoopbackAndAllowedOnesAreAnswered(String host) throws IOException {
        assertThat(request("GET", "/", host, "").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "203.0.113.7", "0.0.0.0"})
    void otherNamesAreRefused(String host) throws IOException {
        assertThat(request("GET", "/", host, "").status()).isEqualTo(403);
    }

    @Test
    void onlyTheTokenControlsIt() throws IOException {
        String token = kinesis.controlToken().orElseThrow();
        for (String header : List.of("", "X-Millrace-Control: 1\r\n", "X-Millrace-Control: " + token + "x\r\n")) {
            RawConnection.Reply reply = request("GET", "/_millrace/faults", "localhost", header);
            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.body()).isEqualTo("The header X-Millrace-Control does not bear the control token.\n");
        }
        assertThat(request("GET", "/_millrace/faults", "localhost", "x-millrace-control: " + token + "\r\n")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void onlyTheTokenShowsWhatIsStored() throws IOException {
        String token = kinesis.controlToken().orElseThrow();
        assertThat(request("GET", "/", "localhost", "").status()).isEqualTo(200);
        for (String header : List.of("", "X-Millrace-Control: console\r\n")) {
            assertThat(request("GET", "/_millrace/api/streams", "localhost", header)
                            .status())
                    .isEqualTo(403);
        }
        assertThat(request("GET", "/_millrace/api/streams", "localhost", "X-Millrace-Control: " + token + "\r\n")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aRefusedRequestSetsNoFault() throws IOException {
        try (RawConnection connection = new RawConnection(kinesis.port())) {
            connection.write("PUT /_millrace/faults HTTP/1.1\r\nHost: localhost\r\nX-Millrace-Control: 1\r\n"
                    + "Content-Length: 10\r\n\r\nthrottle=1");
            assertThat(connection.reply().status()).isEqualTo(403);
        }
        assertThat(kinesis.faultHits()).isEmpty();
    }

    @Test
    void everyServiceHasATokenOfItsOwnUnlessItIsGivenOne() {
        try (LocalKinesis other = LocalKinesis.builder().host("0.0.0.0").start();
                LocalKinesis given = LocalKinesis.builder()
                        .host("0.0.0.0")
                        .controlToken("0123456789abcdef")
                        .start()) {
            assertThat(other.controlToken()).isPresent().isNotEqualTo(kinesis.controlToken());
            assertThat(given.controlToken()).contains("0123456789abcdef");
        }
    }

    @Test
    void onTheLoopbackATokenIsAskedForOnlyIfOneIsGiven() throws IOException {
        try (LocalKinesis plain = LocalKinesis.builder().host("localhost").start();
                LocalKinesis given =
                        LocalKinesis.builder().controlToken("0123456789abcdef").start()) {
            assertThat(plain.controlToken()).isEmpty();
            try (RawConnection connection = new RawConnection(given.port())) {
                connection.write("GET /_millrace/faults HTTP/1.1\r\nHost: localhost\r\nX-Millrace-Control: 1\r\n\r\n");
                assertThat(connection.reply().status()).isEqualTo(403);
            }
        }
    }

    @Test
    void aHostThatIsNoneIsRefused() {
        for (String host : List.of("", " ", "no such host")) {
            assertThatThrownBy(() -> LocalKinesis.builder().host(host))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "host not known: '" + host + "' (an address of this machine, or 0.0.0.0 for all of them)");
        }
    }

    private static RawConnection.Reply request(String method, String path, String host, String header)
            throws IOException {
        try (RawConnection connection = new RawConnection(kinesis.port())) {
            connection.write(method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + header + "\r\n");
            return connection.reply();
        }
    }
}
