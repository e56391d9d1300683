package dev.millrace.local.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;

/**
 * HTTP/2 that is told from HTTP/1.1 by its first bytes. It waits until the whole first SETTINGS frame is there, since
 * the connection's parser wants to see preface and frame together.
 *
 * <pre>
 *  0                                   24          27    28      29          33
 *  +-----------------------------------+-----------+-----+-------+-----------+----------+
 *  | PRI * HTTP/2.0 CR LF CR LF SM ... | length    | 04  | flags | stream 0  | settings |
 *  +-----------------------------------+-----------+-----+-------+-----------+----------+
 * </pre>
 */
final class PriorKnowledge extends HTTP2CServerConnectionFactory implements ConnectionFactory.Detecting {

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int FRAME_HEAD_LENGTH = 9;

    PriorKnowledge(HttpConfiguration configuration) {
        super(configuration);
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        HTTP2Connection connection = (HTTP2Connection) super.newConnection(connector, endPoint);
        FrameCount.begin(connection);
        return connection;
    }

    @Override
    public Detection detect(ByteBuffer bytes) {
        int start = bytes.position();
        int count = bytes.remaining();
        for (int i = 0; i < Math.min(PREFACE.length, count); i++) {
            if (bytes.get(start + i) != PREFACE[i]) {
                return Detection.NOT_RECOGNIZED;
            }
        }
        if (count < PREFACE.length + FRAME_HEAD_LENGTH) {
            return Detection.NEED_MORE_BYTES;
        }
        int frame = start + PREFACE.length;
        int length =
                (bytes.get(frame) & 0xFF) << 16 | (bytes.get(frame + 1) & 0xFF) << 8 | (bytes.get(frame + 2) & 0xFF);
        if (length > getMaxFrameSize()) {
            return Detection.NOT_RECOGNIZED;
        }
        return count < PREFACE.length + FRAME_HEAD_LENGTH + length ? Detection.NEED_MORE_BYTES : Detection.RECOGNIZED;
    }
}
