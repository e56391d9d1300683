package dev.millrace.local.server;

import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.frames.Frame;
import org.eclipse.jetty.server.ConnectionMetaData;

/**
 * How many frames have come over one HTTP/2 connection. A head in many frames counts once it is whole; data count as they
 * come, also in the middle of their frame.
 */
final class FrameCount implements HTTP2Session.FrameListener {

    private static final String ATTRIBUTE = FrameCount.class.getName();

    private final AtomicLong count = new AtomicLong();

    private FrameCount() {}

    /** Begins to count. */
    static void begin(HTTP2Connection connection) {
        FrameCount count = new FrameCount();
        connection.getSession().addEventListener(count);
        ((ConnectionMetaData) connection).setAttribute(ATTRIBUTE, count);
    }

    static long of(HTTP2Connection connection) {
        return ((FrameCount) ((ConnectionMetaData) connection).getAttribute(ATTRIBUTE)).count.get();
    }

    @Override
    public void onIncomingFrame(Session session, Frame frame) {
        count.incrementAndGet();
    }
}
