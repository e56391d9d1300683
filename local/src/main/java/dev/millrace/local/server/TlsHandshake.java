package dev.millrace.local.server;

import java.io.IOException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection.SslEndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.BufferUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a TLS handshake to its end before anything is spoken inside. One that fails, as most often since the client
 * does not trust the certificate, ends the connection and is worth one line of the log, not a stack trace.
 */
final class TlsHandshake extends AbstractConnectionFactory {

    private static final Logger LOG = LoggerFactory.getLogger(TlsHandshake.class);

    private final ConnectionFactory next;

    /**
     * Unstarted.
     *
     * @param next makes what follows the handshake; somebody else starts it
     */
    TlsHandshake(ConnectionFactory next) {
        super("tls-handshake");
        this.next = next;
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        return configure(new Handshake(connector, (SslEndPoint) endPoint), connector, endPoint);
    }

    private final class Handshake extends AbstractConnection {

        private final Connector connector;
        private final SSLEngine engine;

        Handshake(Connector connector, SslEndPoint endPoint) {
            super(endPoint, connector.getExecutor());
            this.connector = connector;
            this.engine = endPoint.getSslConnection().getSSLEngine();
        }

        @Override
        public void onOpen() {
            super.onOpen();
            fillInterested();
        }

        @Override
        public void onFillable() {
            EndPoint endPoint = getEndPoint();
            try {
                // No room for anything that is spoken inside: only the handshake moves on.
                if (endPoint.fill(BufferUtil.EMPTY_BUFFER) < 0) {
                    close();
                } else if (engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING) {
                    endPoint.upgrade(next.newConnection(connector, endPoint));
                } else {
                    fillInterested();
                }
            } catch (IOException e) {
                LOG.info(
                        "TLS handshake failed: client={} reason='{}'",
                        endPoint.getRemoteSocketAddress(),
                        e.getMessage());
                close();
            }
        }
    }
}
