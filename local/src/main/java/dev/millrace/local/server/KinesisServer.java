package dev.millrace.local.server;

import dev.millrace.local.fault.FaultControl;
import dev.millrace.local.fault.Faults;
import dev.millrace.local.operation.Operations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.util.Set;
import org.eclipse.jetty.io.WindowRateControl;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The HTTP server: one port, loopback only, HTTP/1.1 or HTTP/2 by the first bytes of each connection. */
public final class KinesisServer {

    private static final int MAX_THREADS = 64;
    private static final int MIN_THREADS = 4;
    private static final long IDLE_TIMEOUT_MILLIS = 300_000;

    /** Events a second, such as pings and settings, that one HTTP/2 connection may cause. */
    private static final int MAX_CONTROL_EVENTS_PER_SECOND = 1_024;

    private static final int RECEIVE_WINDOW = 1024 * 1024;

    private final Server server;
    private final ServerConnector connector;
    private volatile int port;

    /** A server on this port, 0 for a free one. */
    public KinesisServer(
            Operations operations,
            Faults faults,
            FaultControl control,
            String host,
            int port,
            Set<String> furtherHosts) {
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
        this.connector = new ServerConnector(
                server, new DetectorConnectionFactory(http2), new HttpConnectionFactory(configuration));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_TIMEOUT_MILLIS);
        server.addConnector(connector);
        // Stopping does not wait for clients to go: they keep idle connections for as long as they live.
        server.setStopTimeout(0);
        server.setHandler(new KinesisHandler(
                new ApiCall(operations, faults), new ControlEndpoint(control), new HostRule(furtherHosts)));
    }

    public void start() {
        try {
            server.start();
            port = connector.getLocalPort();
        } catch (IOException e) {
            stop();
            if (e instanceof BindException || e.getCause() instanceof BindException) {
                throw new UncheckedIOException(
                        "port in use: port=" + connector.getPort() + " (choose another, or 0 for a free one)", e);
            }
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            stop();
            throw new IllegalStateException("the server did not start", e);
        }
    }

    /** The port that it listens on, or did until it was stopped. */
    public int port() {
        return port;
    }

    public void stop() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the server did not stop", e);
        }
    }
}
