package dev.millrace.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.LocalKinesis;
import dev.millrace.local.RawConnection;
import dev.millrace.local.Trust;
import dev.millrace.local.tls.CertificateSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.eclipse.jetty.server.ConnectionFactory.Detecting.Detection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsByFirstBytesTest {

    private static final int HANDSHAKE = 0x16;
    private static final int SILENCE_MILLIS = 15;
    private static final int READ_LIMIT_MILLIS = 10_000;
    private static final int CONNECTIONS = 100;

    private static LocalKinesis kinesis;
    private static Trust trust;

    @BeforeAll
    static void start() {
        kinesis = LocalKinesis.builder().furtherHosts(Set.of("kinesis.test")).start();
        trust = Trust.in(kinesis.certificatePem());
    }

    @AfterAll
    static void stop() {
        kinesis.close();
    }

    @Test
    void aClientHelloIsCutAnywhereAndAnswered() throws Exception {
        byte[] hello = clientHello();
        for (int cut : new int[] {1, 2, 3, 4, 5, 6, 9, 43, hello.length / 2, hello.length - 1}) {
            try (RawConnection connection = new RawConnection(kinesis.port())) {
                connection.write(Arrays.copyOf(hello, cut));
                // The server has the first part when nothing comes back for a moment; nothing should.
                connection.socket().setSoTimeout(SILENCE_MILLIS);
                assertThatThrownBy(() -> connection.in().read())
                        .as("cut at %s", cut)
                        .isInstanceOf(SocketTimeoutException.class);
                connection.socket().setSoTimeout(READ_LIMIT_MILLIS);
                connection.write(Arrays.copyOfRange(hello, cut, hello.length));
                assertThat(connection.in().read()).as("cut at %s", cut).isEqualTo(HANDSHAKE);
            }
        }
    }

    @Test
    void aClientHelloInSingleBytesIsAnswered() throws Exception {
        try (RawConnection connection = new RawConnection(kinesis.port())) {
            for (byte next : clientHello()) {
                connection.write(new byte[] {next});
            }
            assertThat(connection.in().read()).isEqualTo(HANDSHAKE);
        }
    }

    @Test
    void detectionWantsTwoBytesAndLooksAtThemInPlace() {
        assertThat(detect()).isEqualTo(Detection.NEED_MORE_BYTES);
        assertThat(detect(0x16)).isEqualTo(Detection.NEED_MORE_BYTES);
        assertThat(detect(0x16, 3)).isEqualTo(Detection.RECOGNIZED);
        assertThat(detect(0x16, 3, 1, 2, 0)).isEqualTo(Detection.RECOGNIZED);
        assertThat(detect(0x16, 2)).isEqualTo(Detection.NOT_RECOGNIZED);
        assertThat(detect(0x15)).isEqualTo(Detection.NOT_RECOGNIZED);
        assertThat(detect('P')).isEqualTo(Detection.NOT_RECOGNIZED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void garbageEndsItsOwnConnectionOnly(int kind) throws Exception {
        long seed = Long.getLong("millrace.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 20; i++) {
            byte[] garbage = new byte[1 + random.nextInt(2_000)];
            random.nextBytes(garbage);
            if (kind > 0) {
                garbage[0] = HANDSHAKE;
            }
            try (RawConnection connection = new RawConnection(kinesis.port())) {
                if (kind == 2) {
                    // A record of TLS as long as it says, but no ClientHello.
                    connection.write(new byte[] {HANDSHAKE, 3, 1, (byte) (garbage.length >> 8), (byte) garbage.length});
                }
                connection.write(garbage);
                connection.socket().shutdownOutput();
                String answer = new String(readAll(connection), StandardCharsets.ISO_8859_1);
                assertThat(answer).as("seed=%s", seed).doesNotContain(" 200 ");
            }
        }
        try (SSLSocket socket = connect()) {
            assertThat(get(socket, "localhost")).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({"localhost, 200", "127.0.0.1, 200", "kinesis.test, 200", "evil.example, 403", "10.0.0.1, 403"})
    void theHostRuleHoldsInsideTls(String host, int status) throws Exception {
        try (SSLSocket socket = connect()) {
            assertThat(get(socket, host)).isEqualTo(status);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "127.0.0.1", "kinesis.test", "another.example"})
    void anyServerNameOrNoneIsTaken(String name) throws Exception {
        List<SNIServerName> names = name.isEmpty() ? List.of() : List.of(new SNIHostName(name));
        try (SSLSocket socket = connect()) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(names);
            socket.setSSLParameters(parameters);
            assertThat(get(socket, "localhost")).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void bothVersionsOfTlsAreSpoken(String version) throws Exception {
        try (SSLSocket socket = connect()) {
            socket.setEnabledProtocols(new String[] {version});
            assertThat(get(socket, "localhost")).isEqualTo(200);
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
        }
    }

    @ParameterizedTest
    @CsvSource({"h2, h2", "http/1.1, http/1.1", "http/1.1 h2, h2", "spdy/3 http/1.1, http/1.1", "'', ''"})
    void theBestOfWhatIsOfferedByAlpnIsChosen(String offered, String chosen) throws Exception {
        try (SSLSocket socket = connect()) {
            offer(socket, offered);
            socket.startHandshake();
            assertThat(socket.getApplicationProtocol()).isEqualTo(chosen);
        }
    }

    @Test
    void aHandshakeEndsIfNothingOfferedByAlpnIsKnown() throws Exception {
        try (SSLSocket socket = connect()) {
            offer(socket, "spdy/3");
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "h2", "http/1.1"})
    void http2InsideTlsIsToldByItsPrefaceWhateverWasNegotiated(String offered) throws Exception {
        byte[] greeting = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0".getBytes(StandardCharsets.US_ASCII);
        for (int cut = 1; cut < greeting.length; cut += 4) {
            try (SSLSocket socket = connect()) {
                offer(socket, offered);
                // Two records of TLS.
                socket.getOutputStream().write(greeting, 0, cut);
                socket.getOutputStream().write(greeting, cut, greeting.length - cut);
                byte[] head = socket.getInputStream().readNBytes(9);
                assertThat(head).hasSize(9);
                assertThat(head[3]).as("type of the first frame: SETTINGS").isEqualTo((byte) 4);
            }
        }
    }

    @Test
    void aHundredConnectionsAtOnceAreServedWithOneCertificate() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        CyclicBarrier together = new CyclicBarrier(CONNECTIONS);
        List<SSLSocket> sockets = new ArrayList<>();
        try (LocalKinesis fresh = LocalKinesis.start()) {
            TrustOfAny any = new TrustOfAny();
            for (int i = 0; i < CONNECTIONS; i++) {
                sockets.add(socket(any.context(), fresh.port()));
            }
            List<Callable<Integer>> gets = sockets.stream()
                    .<Callable<Integer>>map(socket -> () -> {
                        together.await();
                        int first = get(socket, "localhost");
                        together.await();
                        return first == 200 ? get(socket, "localhost") : first;
                    })
                    .toList();
            for (Future<Integer> status : threads.invokeAll(gets, 30, TimeUnit.SECONDS)) {
                assertThat(status.get()).isEqualTo(200);
            }
            assertThat(any.seen())
                    .containsExactly(Trust.in(fresh.certificatePem()).certificate());
        } finally {
            threads.shutdownNow();
            for (SSLSocket socket : sockets) {
                socket.close();
            }
        }
    }

    private static Detection detect(int... bytes) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(3 + bytes.length);
        buffer.position(3);
        for (int next : bytes) {
            buffer.put((byte) next);
        }
        buffer.position(3);
        Detection detection =
                new TlsByFirstBytes(CertificateSource.selfSigned(List.of(), Clock.systemUTC()), "any").detect(buffer);
        assertThat(buffer.position()).isEqualTo(3);
        return detection;
    }

    private static SSLSocket connect() throws IOException {
        return socket(trust.context(), kinesis.port());
    }

    private static SSLSocket socket(SSLContext context, int port) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
        socket.setSoTimeout(READ_LIMIT_MILLIS);
        return socket;
    }

    private static void offer(SSLSocket socket, String protocols) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(protocols.isEmpty() ? new String[0] : protocols.split(" "));
        socket.setSSLParameters(parameters);
    }

    /** The status of a request for the front page; the connection stays open. */
    private static int get(SSLSocket socket, String host) throws IOException {
        socket.getOutputStream()
                .write(("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        return RawConnection.reply(socket.getInputStream()).status();
    }

    private static byte[] readAll(RawConnection connection) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            connection.in().transferTo(bytes);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the connection stayed open", e);
        } catch (IOException e) {
            // Reset: it was closed with bytes unread.
            return bytes.toByteArray();
        }
        return bytes.toByteArray();
    }

    /** As the JDK's client sends it first. */
    private static byte[] clientHello() throws Exception {
        SSLEngine engine = trust.context().createSSLEngine("localhost", 443);
        engine.setUseClientMode(true);
        ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), hello);
        return Arrays.copyOf(hello.array(), hello.position());
    }
}
