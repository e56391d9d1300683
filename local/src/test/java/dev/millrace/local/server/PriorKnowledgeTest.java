package dev.millrace.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.LocalKinesis;
import dev.millrace.local.RawConnection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.eclipse.jetty.server.ConnectionFactory.Detecting.Detection;
import org.eclipse.jetty.server.HttpConfiguration;
import org.junit.jupiter.api.Test;

class PriorKnowledgeTest {

    private static final int SETTINGS_FRAME = 4;
    private static final int SILENCE_MILLIS = 15;
    private static final int READ_LIMIT_MILLIS = 10_000;

    private final PriorKnowledge http2 = new PriorKnowledge(new HttpConfiguration());

    @Test
    void everyPrefixWaitsForMore() {
        byte[] greeting = greeting();
        for (int length = 0; length < greeting.length; length++) {
            assertThat(detect(Arrays.copyOf(greeting, length)))
                    .as("%s bytes", length)
                    .isEqualTo(Detection.NEED_MORE_BYTES);
        }
        assertThat(detect(greeting)).isEqualTo(Detection.RECOGNIZED);
        assertThat(detect(Arrays.copyOf(greeting, greeting.length + 100))).isEqualTo(Detection.RECOGNIZED);
    }

    @Test
    void anEmptySettingsFrameIsEnough() {
        byte[] greeting = greetingOf(0);
        assertThat(greeting).hasSize(24 + 9);
        assertThat(detect(greeting)).isEqualTo(Detection.RECOGNIZED);
        assertThat(detect(Arrays.copyOf(greeting, 32))).isEqualTo(Detection.NEED_MORE_BYTES);
    }

    @Test
    void anyOtherByteInThePrefaceIsAnotherProtocol() {
        byte[] greeting = greeting();
        for (int i = 0; i < 24; i++) {
            byte[] changed = greeting.clone();
            changed[i] ^= 1;
            assertThat(detect(changed)).isEqualTo(Detection.NOT_RECOGNIZED);
            assertThat(detect(Arrays.copyOf(changed, i + 1))).isEqualTo(Detection.NOT_RECOGNIZED);
        }
        assertThat(detect("POST / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(Detection.NOT_RECOGNIZED);
    }

    @Test
    void aFirstFrameThatIsLongerThanAllowedIsAnotherProtocol() {
        byte[] greeting = greeting();
        greeting[24] = 1;
        assertThat(detect(greeting)).isEqualTo(Detection.NOT_RECOGNIZED);
    }

    @Test
    void detectionLooksAtTheBytesInPlace() {
        byte[] greeting = greeting();
        ByteBuffer bytes = ByteBuffer.allocateDirect(7 + greeting.length);
        bytes.position(7).put(greeting).position(7);
        assertThat(http2.detect(bytes)).isEqualTo(Detection.RECOGNIZED);
        assertThat(bytes.position()).isEqualTo(7);
        assertThat(bytes.remaining()).isEqualTo(greeting.length);
    }

    @Test
    void aGreetingInTwoPartsIsAnsweredWhereverItIsCut() throws IOException {
        byte[] greeting = greeting();
        try (LocalKinesis kinesis = LocalKinesis.start()) {
            for (int cut = 1; cut < greeting.length; cut++) {
                try (RawConnection connection = new RawConnection(kinesis.port())) {
                    connection.write(Arrays.copyOf(greeting, cut));
                    // The server has the first part when nothing comes back for a moment; nothing should.
                    connection.socket().setSoTimeout(SILENCE_MILLIS);
                    assertThatThrownBy(() -> connection.in().read())
                            .as("cut at %s", cut)
                            .isInstanceOf(SocketTimeoutException.class);
                    connection.socket().setSoTimeout(READ_LIMIT_MILLIS);
                    connection.write(Arrays.copyOfRange(greeting, cut, greeting.length));
                    assertAnsweredWithSettings(connection);
                }
            }
        }
    }

    @Test
    void aGreetingInSingleBytesIsAnswered() throws IOException {
        try (LocalKinesis kinesis = LocalKinesis.start();
                RawConnection connection = new RawConnection(kinesis.port())) {
            for (byte next : greeting()) {
                connection.write(new byte[] {next});
            }
            assertAnsweredWithSettings(connection);
        }
    }

    @Test
    void asManySettingsAsJettyTakesAreAnswered() throws IOException {
        try (LocalKinesis kinesis = LocalKinesis.start();
                RawConnection connection = new RawConnection(kinesis.port())) {
            connection.write(greetingOf(64));
            assertAnsweredWithSettings(connection);
        }
    }

    @Test
    void aFirstFrameThatIsLargerThanTheServersBufferEndsTheConnection() throws IOException {
        // 2,730 settings of 6 bytes: as many as fit in a frame of the default size.
        try (LocalKinesis kinesis = LocalKinesis.start();
                RawConnection connection = new RawConnection(kinesis.port())) {
            connection.write(greetingOf(2_730));
            assertThat(connection.in().readAllBytes()).isEmpty();
        }
    }

    private static void assertAnsweredWithSettings(RawConnection connection) throws IOException {
        byte[] head = connection.in().readNBytes(9);
        assertThat(head).hasSize(9);
        assertThat(head[3]).as("type of the first frame").isEqualTo((byte) SETTINGS_FRAME);
        assertThat(head[4])
                .as("flags: none, so it is the server's own and no acknowledgement")
                .isZero();
    }

    private Detection detect(byte[] bytes) {
        return http2.detect(ByteBuffer.wrap(bytes));
    }

    /** Preface and SETTINGS as the Java SDK sends them. */
    private static byte[] greeting() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(greetingOf(0));
        byte[] frame = {
            0, 3, 0, 0, 0, 100, // MAX_CONCURRENT_STREAMS = 100
            0, 4, 0, 0x10, 0, 0, // INITIAL_WINDOW_SIZE = 1 MiB
            0, 6, 0, 0, 0x20, 0, // MAX_HEADER_LIST_SIZE = 8192
        };
        bytes.writeBytes(frame);
        byte[] greeting = bytes.toByteArray();
        greeting[26] = (byte) frame.length;
        return greeting;
    }

    /** Preface and a SETTINGS frame that says MAX_HEADER_LIST_SIZE = 8192 so many times. */
    private static byte[] greetingOf(int settingCount) {
        ByteBuffer bytes = ByteBuffer.allocate(24 + 9 + 6 * settingCount);
        bytes.put("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        // Length in three bytes and type in one; flags; stream 0.
        bytes.putInt(((6 * settingCount) << 8) | SETTINGS_FRAME).put((byte) 0).putInt(0);
        for (int i = 0; i < settingCount; i++) {
            bytes.putShort((short) 6).putInt(8192);
        }
        return bytes.array();
    }
}
