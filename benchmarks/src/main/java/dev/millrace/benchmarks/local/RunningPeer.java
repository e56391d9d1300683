package dev.millrace.benchmarks.local;

import dev.millrace.benchmarks.SideProcess;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A peer that serves, until it is closed. */
final class RunningPeer implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final Process process;
    private final KinesisHttp client;
    private final double startMillis;

    private RunningPeer(Process process, KinesisHttp client, double startMillis) {
        this.process = process;
        this.client = client;
        this.startMillis = startMillis;
    }

    static RunningPeer start(Peer peer) throws IOException {
        int port = FreePort.find();
        long start = System.nanoTime();
        Process process = peer.command(port)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        KinesisHttp client = new KinesisHttp(URI.create("http://127.0.0.1:" + port));
        while (!client.answers()) {
            if (!process.isAlive() || System.nanoTime() - start > START_LIMIT.toNanos()) {
                process.destroyForcibly();
                throw new IOException("does not start: " + peer);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        return new RunningPeer(process, client, (System.nanoTime() - start) / 1e6);
    }

    KinesisHttp client() {
        return client;
    }

    /** From the start of the process to its first answer. */
    double startMillis() {
        return startMillis;
    }

    /** Memory that the process has in use, as the system counts it. */
    double residentMegabytes() throws IOException {
        return SideProcess.residentMegabytes(process.pid());
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
