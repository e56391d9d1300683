package dev.millrace.local.server;

import dev.millrace.local.tls.CertificateSource;
import java.nio.ByteBuffer;
import java.util.List;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS that is told from plain HTTP by its first bytes. The certificate, and all that Jetty needs beside, is made at the
 * first of them.
 *
 * <p>A client that asks by ALPN is given HTTP/2 if it knows it; but what it then speaks is told by its first bytes
 * again, since the Java SDK's async client speaks HTTP/2 without asking.
 *
 * <pre>
 *  0    1    2    3         5
 *  +----+----+----+---------+-------------
 *  | 16 | 03 | xx | length  | ClientHello    xx: any, 01 as a rule
 *  +----+----+----+---------+-------------
 * </pre>
 */
final class TlsByFirstBytes extends AbstractConnectionFactory implements ConnectionFactory.Detecting {

    private static final byte HANDSHAKE = 0x16;
    private static final byte MAJOR_VERSION = 3;
    private static final List<String> BY_PREFERENCE = List.of("h2", "http/1.1");

    private final CertificateSource certificates;
    private final String next;
    private @Nullable SslConnectionFactory started;

    /**
     * Unstarted.
     *
     * @param next the protocol, of those of the connector, that is spoken inside
     */
    TlsByFirstBytes(CertificateSource certificates, String next) {
        super("tls");
        this.certificates = certificates;
        this.next = next;
    }

    @Override
    public Detection detect(ByteBuffer bytes) {
        int start = bytes.position();
        int count = bytes.remaining();
        if ((count > 0 && bytes.get(start) != HANDSHAKE) || (count > 1 && bytes.get(start + 1) != MAJOR_VERSION)) {
            return Detection.NOT_RECOGNIZED;
        }
        return count < 2 ? Detection.NEED_MORE_BYTES : Detection.RECOGNIZED;
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        return factory().newConnection(connector, endPoint);
    }

    private synchronized SslConnectionFactory factory() {
        if (started == null) {
            SslContextFactory.Server contexts = new NegotiatingContexts();
            contexts.setSslContext(certificates.get().context());
            SslConnectionFactory factory = new SslConnectionFactory(contexts, next);
            // Starts it, since this one runs; and stops it with this one.
            addManaged(factory);
            started = factory;
        }
        return started;
    }

    private static final class NegotiatingContexts extends SslContextFactory.Server {

        @Override
        public void customize(SSLEngine engine) {
            super.customize(engine);
            engine.setHandshakeApplicationProtocolSelector((unused, offered) -> choice(offered));
        }

        /** Null if none of them is known, which ends the handshake (RFC 7301). */
        private static @Nullable String choice(List<String> offered) {
            return BY_PREFERENCE.stream().filter(offered::contains).findFirst().orElse(null);
        }
    }
}
