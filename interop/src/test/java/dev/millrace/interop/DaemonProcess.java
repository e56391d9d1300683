package dev.millrace.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A daemon in a process of its own, and what it has printed so far. */
final class DaemonProcess implements AutoCloseable {

    private static final long LIMIT_SECONDS = 180;

    private final Process process;
    private final List<String> output = new ArrayList<>();
    private boolean ended;

    private DaemonProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "daemon-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts it. Both of its outputs are read. */
    static DaemonProcess start(ProcessBuilder builder) throws IOException {
        return new DaemonProcess(builder.redirectErrorStream(true).start());
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            add("cannot be read: " + e);
        }
        end();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    private synchronized void add(String line) {
        output.add(line);
        notifyAll();
    }

    /** All that it has printed, after its end. */
    synchronized List<String> printed() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!ended) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            assertThat(left).as("its output has not ended").isPositive();
            wait(left);
        }
        return List.copyOf(output);
    }

    /** Waits until it has printed a line in which this is found. */
    synchronized void awaitLine(String pattern) throws InterruptedException {
        Pattern wanted = Pattern.compile(pattern);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        int seen = 0;
        while (true) {
            for (; seen < output.size(); seen++) {
                if (wanted.matcher(output.get(seen)).find()) {
                    return;
                }
            }
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0 || ended) {
                throw new AssertionError("not printed: " + pattern + "\n"
                        + String.join("\n", output.subList(Math.max(0, output.size() - 60), output.size())));
            }
            wait(left);
        }
    }

    /** Ends it by a signal and waits until it and all of its children are gone. */
    int terminate() throws Exception {
        List<ProcessHandle> children = process.descendants().toList();
        // Process.destroy would close its output as well, and what it says at its end would be lost.
        process.toHandle().destroy();
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        for (ProcessHandle child : children) {
            child.onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
