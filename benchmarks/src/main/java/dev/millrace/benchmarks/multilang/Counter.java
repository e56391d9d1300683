package dev.millrace.benchmarks.multilang;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A port that children tell how many records each batch had. */
final class Counter implements AutoCloseable {

    private static final long LIMIT_MINUTES = 10;

    private final long total;
    private final ServerSocket port;
    private final AtomicLong count = new AtomicLong();
    private final CountDownLatch warm = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);

    Counter(long total) throws IOException {
        this.total = total;
        this.port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return port.getLocalPort();
    }

    long count() {
        return count.get();
    }

    /** Waits for the first quarter of all records. */
    void awaitWarm() throws InterruptedException, IOException {
        await(warm);
    }

    /** Waits for the last record. */
    void awaitAll() throws InterruptedException, IOException {
        await(done);
    }

    private void await(CountDownLatch latch) throws InterruptedException, IOException {
        if (!latch.await(LIMIT_MINUTES, TimeUnit.MINUTES)) {
            throw new IOException("children counted " + count + " of " + total);
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "counter");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket child = port.accept();
                start(() -> read(child));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void read(Socket child) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                long sum = count.addAndGet(Long.parseLong(line));
                if (sum >= total / 4) {
                    warm.countDown();
                }
                if (sum >= total) {
                    done.countDown();
                }
            }
        } catch (IOException e) {
            // The child was killed at the end.
        }
    }

    @Override
    public void close() throws IOException {
        port.close();
    }
}
