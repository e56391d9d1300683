package dev.millrace.local.server;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections that never get to the end of a request's head: half a TLS handshake, the beginning of a protocol,
 * headers byte by byte. The idle timeout does not see them, since something comes all the time. It looks at all
 * connections a few times in the time that a head may take. Over HTTP/2 what is not whole may be any frame but data.
 */
final class SlowHeads extends AbstractLifeCycle {

    private static final Logger LOG = LoggerFactory.getLogger(SlowHeads.class);
    private static final int LOOKS = 4;

    private final Scheduler scheduler = new ScheduledExecutorScheduler("millrace-local-slow-heads", true);
    private final List<? extends Connector> connectors;
    private final long headNanos;

    /** What was in the middle of nothing known at the last look. Touched by the scheduler's one thread. */
    private Map<EndPoint, Waiting> waiting = new HashMap<>();

    /**
     * A connection whose requests are all answered, or one that speaks HTTP/2.
     *
     * @param whole how many requests, or frames of HTTP/2, there were
     * @param bytes how many had come when it was first seen so
     * @param seenNanos when that was
     */
    private record Waiting(long whole, long bytes, long seenNanos) {}

    /** Unstarted. */
    SlowHeads(List<? extends Connector> connectors, Duration head) {
        this.connectors = List.copyOf(connectors);
        this.headNanos = head.toNanos();
    }

    @Override
    protected void doStart() throws Exception {
        scheduler.start();
        lookLater();
    }

    @Override
    protected void doStop() throws Exception {
        scheduler.stop();
    }

    private void lookLater() {
        Scheduler.Task unused = scheduler.schedule(
                () -> {
                    look();
                    lookLater();
                },
                headNanos / LOOKS,
                TimeUnit.NANOSECONDS);
    }

    private void look() {
        long now = System.nanoTime();
        Map<EndPoint, Waiting> still = new HashMap<>();
        for (Connector connector : connectors) {
            for (EndPoint endPoint : connector.getConnectedEndPoints()) {
                Connection connection = spoken(endPoint);
                if (connection == null) {
                    continue;
                }
                boolean http2 = connection instanceof HTTP2Connection;
                if (!http2 && connection.getMessagesIn() <= 0) {
                    long ageMillis = System.currentTimeMillis() - endPoint.getCreatedTimeStamp();
                    if (TimeUnit.MILLISECONDS.toNanos(ageMillis) >= headNanos) {
                        close(endPoint);
                    }
                } else if (http2 || connection.getMessagesIn() == connection.getMessagesOut()) {
                    Waiting seen = next(waiting.get(endPoint), connection, now);
                    if (now - seen.seenNanos >= headNanos && connection.getBytesIn() > seen.bytes) {
                        close(endPoint);
                    } else {
                        still.put(endPoint, seen);
                    }
                }
            }
        }
        waiting = still;
    }

    /** As it was seen before, as long as nothing but parts of a head has come since then. */
    private static Waiting next(@Nullable Waiting before, Connection connection, long now) {
        // What is idle has its time when something comes.
        long whole = connection instanceof HTTP2Connection http2 ? FrameCount.of(http2) : connection.getMessagesIn();
        if (before != null && before.whole == whole && before.bytes < connection.getBytesIn()) {
            return before;
        }
        return new Waiting(whole, connection.getBytesIn(), now);
    }

    /** What is spoken on a connection, inside TLS if need be. */
    private static @Nullable Connection spoken(EndPoint endPoint) {
        Connection connection = endPoint.getConnection();
        return connection instanceof SslConnection tls ? tls.getSslEndPoint().getConnection() : connection;
    }

    private static void close(EndPoint endPoint) {
        LOG.info("slow client: client={} reason='no whole request head in time'", endPoint.getRemoteSocketAddress());
        endPoint.close();
    }
}
