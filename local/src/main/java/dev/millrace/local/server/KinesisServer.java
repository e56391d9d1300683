package dev.millrace.local.server;

import dev.millrace.local.extension.TargetService;
import dev.millrace.local.fault.FaultControl;
import dev.millrace.local.fault.Faults;
import dev.millrace.local.operation.Operations;
import dev.millrace.local.tls.CertificateSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.util.List;
import org.eclipse.jetty.io.WindowRateControl;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server: one port for plain HTTP and TLS, and inside each for HTTP/1.1 and HTTP/2, told
 * apart by the first bytes of each connection. A second port, for TLS alone, if asked for.
 */
public final class KinesisServer {

    private static final int MAX_THREADS = 64;
    private static final int MIN_THREADS = 4;
    private static final long IDLE_TIMEOUT_MILLIS = 300_000;

    /** Events a second, such as pings and settings, that one HTTP/2 connection may cause. */
    private static final int MAX_CONTROL_EVENTS_PER_SECOND = 1_024;

    /** Connections that wait to be accepted; the client of one more waits a second before it tries again. */
    private static final int MAX_UNACCEPTED = 1_024;

    private static final int RECEIVE_WINDOW = 1024 * 1024;

    private final Server server;
    private final ServerConnector connector;
    private final @Nullable ServerConnector tlsConnector;
    private volatile int port;
    private volatile int tlsPort;

    /** Unstarted. */
    public KinesisServer(
            Operations operations,
            Faults faults,
            FaultControl control,
            List<TargetService> others,
            Observation observation,
            Addresses addresses,
            Access access,
            CertificateSource certificates) {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        threads.setName("millrace-local");
        threads.setDaemon(true);
        this.server = new Server(threads);
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        PriorKnowledge http2 = new PriorKnowledge(configuration);
        http2.setInitialStreamRecvWindow(RECEIVE_WINDOW);
        http2.setInitialSessionRecvWindow(KinesisHandler.MAX_BODY_LENGTH);
        http2.setRateControlFactory(new WindowRateControl.Factory(MAX_CONTROL_EVENTS_PER_SECOND));
        // What a connection turns out to be: TLS, or else HTTP/2, or else HTTP/1.1; and inside TLS the same but TLS.
        HttpConnectionFactory http = new HttpConnectionFactory(configuration);
        DetectorConnectionFactory clear = new DetectorConnectionFactory(http2);
        TlsHandshake handshake = new TlsHandshake(clear);
        TlsByFirstBytes tls = new TlsByFirstBytes(certificates, handshake.getProtocol());
        String host = addresses.host().getHostAddress();
        Integer tlsPort = addresses.tlsPort();
        this.connector = connector(host, addresses.port(), new DetectorConnectionFactory(tls), clear, http, handshake);
        this.tlsConnector = tlsPort == null ? null : connector(host, tlsPort, tls, handshake, clear, http);
        // Stopping does not wait for clients to go: they keep idle connections for as long as they live.
        server.setStopTimeout(0);
        server.setHandler(new KinesisHandler(
                new ApiCall(operations, faults, access.signatures(), new TargetServices(others), observation.traffic()),
                new ControlEndpoint(control, access.control()),
                new ConsoleEndpoint(observation.console(), observation.metrics(), access.control(), access.patience()),
                new HostRule(addresses.furtherHosts(), addresses.beyondLoopback()),
                access.patience()));
        server.addBean(new SlowHeads(
                tlsConnector == null ? List.of(connector) : List.of(connector, tlsConnector),
                access.patience().head()));
    }

    private ServerConnector connector(String host, int port, ConnectionFactory... factories) {
        ServerConnector made = new ServerConnector(server, factories);
        made.setHost(host);
        made.setPort(port);
        made.setIdleTimeout(IDLE_TIMEOUT_MILLIS);
        made.setAcceptQueueSize(MAX_UNACCEPTED);
        server.addConnector(made);
        return made;
    }

    public void start() {
        try {
            port = open(connector);
            if (tlsConnector != null) {
                tlsPort = open(tlsConnector);
            }
            server.start();
        } catch (UncheckedIOException e) {
            stop();
            throw e;
        } catch (Exception e) {
            stop();
            throw new IllegalStateException("the server did not start", e);
        }
    }

    /** The port that it listens on from now on. */
    private static int open(ServerConnector connector) {
        try {
            connector.open();
            return connector.getLocalPort();
        } catch (IOException e) {
            if (e instanceof BindException || e.getCause() instanceof BindException) {
                throw new UncheckedIOException(
                        "port in use: port=" + connector.getPort() + " (choose another, or 0 for a free one)", e);
            }
            throw new UncheckedIOException(e);
        }
    }

    /** The port that it listens on, or did until it was stopped. */
    public int port() {
        return port;
    }

    /** The port for TLS alone; the other one, which takes it too, if there is none. */
    public int tlsPort() {
        return tlsConnector == null ? port : tlsPort;
    }

    public void stop() {
        try {
            server.stop();
            // A server that never came to run does not close what was opened for it.
            connector.close();
            if (tlsConnector != null) {
                tlsConnector.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException("the server did not stop", e);
        }
    }
}
