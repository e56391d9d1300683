package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Ten thousand connections that say nothing, or have fallen silent, to a service in a process of its own. */
@Tag("long")
@Timeout(300)
class IdleConnectionsTest {

    private static final int WANTED = 10_000;
    private static final int OTHER_FILES = 500;
    private static final int PUTS = 1_000;
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @Test
    void idleConnectionsDoNotSlowDownWhoIsAtWork(@TempDir Path folder) throws Exception {
        int count = (int) Math.min(WANTED, maxFiles() - OTHER_FILES);
        assumeThat(count).as("files that a process may open").isGreaterThan(100);
        List<SocketChannel> idle = new ArrayList<>();
        try (KilledService service = KilledService.start(folder.resolve("data"));
                KinesisClient client = ClientForm.SYNC_CBOR.openWithoutRetries(service.endpoint(), Region.US_EAST_1)) {
            StreamUnderTest stream = StreamUnderTest.create(client, "orders", 1);
            putLatencies(stream);
            long[] alone = putLatencies(stream);
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                SocketChannel channel = SocketChannel.open(new InetSocketAddress(
                        InetAddress.getByAddress(new byte[] {127, 0, 0, 1}),
                        service.endpoint().getPort()));
                idle.add(channel);
                if (i % 2 == 0) {
                    channel.write(ByteBuffer.wrap(REQUEST.getBytes(StandardCharsets.US_ASCII)));
                }
            }
            Duration opening = Duration.ofNanos(System.nanoTime() - start);
            long[] among = putLatencies(stream);
            System.out.printf(
                    "%d idle connections, opened in %d ms: put alone median %d us, 99 %% %d us; among them median %d us,"
                            + " 99 %% %d us%n",
                    count,
                    opening.toMillis(),
                    micros(alone, 50),
                    micros(alone, 99),
                    micros(among, 50),
                    micros(among, 99));
            // A client whose connection found no room to wait tries again after a second.
            assertThat(opening).isLessThan(Duration.ofSeconds(30));
            assertThat(micros(among, 50)).isLessThan(50_000);
            assertThat(micros(among, 99)).isLessThan(250_000);
            for (int i = 0; i < count; i += count / 100 + 1) {
                SocketChannel channel = idle.get(i);
                if (i % 2 != 0) {
                    channel.write(ByteBuffer.wrap(REQUEST.getBytes(StandardCharsets.US_ASCII)));
                }
                channel.socket().setSoTimeout(20_000);
                assertThat(RawConnection.reply(channel.socket().getInputStream())
                                .status())
                        .isEqualTo(200);
            }
        } finally {
            for (SocketChannel channel : idle) {
                channel.close();
            }
        }
    }

    private static long maxFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount()
                : 1_000;
    }

    /** Ascending, in nanoseconds. */
    private static long[] putLatencies(StreamUnderTest stream) {
        long[] nanos = new long[PUTS];
        for (int i = 0; i < PUTS; i++) {
            long start = System.nanoTime();
            stream.put("key", SdkBytes.fromUtf8String("data"));
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return nanos;
    }

    private static long micros(long[] ascending, int percent) {
        return ascending[ascending.length * percent / 100] / 1_000;
    }
}
