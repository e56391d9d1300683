package dev.millrace.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.millrace.local.LocalKinesis;
import dev.millrace.local.RawConnection;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostHeaderTest {

    private static final int CONNECT_LIMIT_MILLIS = 5_000;

    private static LocalKinesis kinesis;

    @BeforeAll
    static void start() {
        kinesis = LocalKinesis.builder().furtherHosts(Set.of("kinesis.test")).start();
    }

    @AfterAll
    static void stop() {
        kinesis.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:PORT",
                "127.0.0.1",
                "127.0.0.1:PORT",
                "[::1]",
                "[::1]:PORT",
                "LocalHost:1",
                "kinesis.test",
                "kinesis.test:PORT"
            })
    void aRequestToTheLoopbackOrAConfiguredHostIsAnswered(String host) throws IOException {
        assertThat(get(host).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:PORT", "localhost.evil.example", "10.0.0.1", "[::2]:PORT"})
    void aRequestToAnyOtherHostIsRefused(String host) throws IOException {
        RawConnection.Reply reply = get(host);
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.body())
                .isEqualTo("This service answers to localhost, and to hosts that it was told to allow.\n");
    }

    @Test
    void aCallToAnotherHostIsRefusedBeforeItsBodyIsRead() throws IOException {
        try (RawConnection connection = new RawConnection(kinesis.port())) {
            connection.write("POST / HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 1000\r\n\r\n");
            assertThat(connection.reply().status()).isEqualTo(403);
        }
    }

    @Test
    void aTargetThatNamesAnotherHostThanTheHeaderIsRefused() throws IOException {
        for (String[] names : new String[][] {{"localhost", "evil.example"}, {"evil.example", "localhost"}}) {
            try (RawConnection connection = new RawConnection(kinesis.port())) {
                connection.write("GET http://" + names[0] + "/ HTTP/1.1\r\nHost: " + names[1] + "\r\n\r\n");
                assertThat(connection.reply().status()).isIn(400, 403);
            }
        }
    }

    @Test
    void aConnectionIsUsedAgain() throws IOException {
        try (RawConnection connection = new RawConnection(kinesis.port())) {
            for (int i = 0; i < 3; i++) {
                connection.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(connection.reply().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void otherAddressesOfThisMachineAreNotListenedOn() throws IOException {
        List<InetAddress> others = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .toList();
        assumeThat(others).as("addresses beside the loopback").isNotEmpty();
        for (InetAddress other : others) {
            try (Socket socket = new Socket()) {
                InetSocketAddress address = new InetSocketAddress(other, kinesis.port());
                assertThatThrownBy(() -> socket.connect(address, CONNECT_LIMIT_MILLIS))
                        .isInstanceOf(ConnectException.class);
            }
        }
    }

    private static RawConnection.Reply get(String host) throws IOException {
        try (RawConnection connection = new RawConnection(kinesis.port())) {
            connection.write(
                    "GET / HTTP/1.1\r\nHost: " + host.replace("PORT", String.valueOf(kinesis.port())) + "\r\n\r\n");
            return connection.reply();
        }
    }
}
