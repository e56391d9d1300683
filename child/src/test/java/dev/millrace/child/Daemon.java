package dev.millrace.child;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.child.protocol.FrameWriter;
import dev.millrace.child.protocol.Message;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The other end of a child's pipes, played by a test: says lines as the reference daemon does and hears answers. */
final class Daemon implements AutoCloseable {

    static final String INITIALIZE =
            "{\"action\":\"initialize\",\"shardId\":\"shardId-000000000001\",\"sequenceNumber\":\"TRIM_HORIZON\",\"subSequenceNumber\":0}";

    private static final long LIMIT_SECONDS = 60;

    private final OutputStream toChild;
    private final BlockingQueue<Optional<String>> heard = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> end;

    Daemon(OutputStream toChild, InputStream fromChild, CompletableFuture<Void> end) {
        this.toChild = toChild;
        this.end = end;
        Thread reader = new Thread(
                () -> read(new BufferedReader(new InputStreamReader(fromChild, StandardCharsets.UTF_8))), "daemon");
        reader.setDaemon(true);
        reader.start();
    }

    /** A daemon of a child in a thread. */
    static Daemon of(KclProcess process) throws IOException {
        return of(process, Extensions.parse(null));
    }

    /** As {@link #of(KclProcess)}, with what the daemon offers. */
    static Daemon of(KclProcess process, Extensions offered) throws IOException {
        // Not Java's own piped streams, which do not bear that a thread ends which has written.
        Pipe there = Pipe.open();
        Pipe back = Pipe.open();
        OutputStream toChild = Channels.newOutputStream(there.sink());
        InputStream childInput = Channels.newInputStream(there.source());
        InputStream fromChild = Channels.newInputStream(back.source());
        OutputStream childOutput = Channels.newOutputStream(back.sink());
        CompletableFuture<Void> end = new CompletableFuture<>();
        Thread child = new Thread(
                () -> {
                    try (childInput;
                            childOutput) {
                        process.run(childInput, childOutput, offered);
                        childOutput.close();
                        end.complete(null);
                    } catch (Throwable e) {
                        end.completeExceptionally(e);
                    }
                },
                "child");
        child.setDaemon(true);
        child.start();
        return new Daemon(toChild, fromChild, end);
    }

    void say(String line) throws IOException {
        toChild.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        toChild.flush();
    }

    void sayFrame(String shardId, Message message) throws IOException {
        new FrameWriter(toChild).write(shardId, message);
    }

    /** A batch of records in the reference daemon's form, each {@code sequence number/sub-sequence number}. */
    void sayRecords(String... places) throws IOException {
        say(records(places));
    }

    static String records(String... places) {
        StringBuilder line = new StringBuilder("{\"action\":\"processRecords\",\"records\":[");
        for (String place : places) {
            int slash = place.indexOf('/');
            line.append(line.charAt(line.length() - 1) == '[' ? "" : ",")
                    .append("{\"data\":\"d29yZA==\",\"partitionKey\":\"k\",\"sequenceNumber\":\"")
                    .append(place, 0, slash)
                    .append("\",\"approximateArrivalTimestamp\":1700000000123,\"subSequenceNumber\":")
                    .append(place, slash + 1, place.length())
                    .append(",\"action\":\"record\"}");
        }
        return line.append("],\"millisBehindLatest\":42}").toString();
    }

    /** The next line that is not empty; null at the end of what the child says. */
    @Nullable
    String hear() throws InterruptedException {
        Optional<String> line = heard.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertThat(line).as("a line of the child in time").isNotNull();
        if (line.isEmpty()) {
            heard.add(line);
        }
        return line.orElse(null);
    }

    private void read(BufferedReader fromChild) {
        try (fromChild) {
            for (String line = fromChild.readLine(); line != null; line = fromChild.readLine()) {
                if (!line.isEmpty()) {
                    heard.add(Optional.of(line));
                }
            }
        } catch (IOException e) {
            // The child is gone.
        }
        heard.add(Optional.empty());
    }

    void hearStatus(String action) throws Exception {
        assertThat(hear()).isEqualTo("{\"action\":\"status\",\"responseFor\":\"" + action + "\"}");
    }

    /** Hears a request for a checkpoint of everything and says that it is stored. */
    void serveCheckpoint() throws Exception {
        assertThat(hear()).isEqualTo("{\"action\":\"checkpoint\",\"sequenceNumber\":null,\"subSequenceNumber\":null}");
        say("{\"action\":\"checkpoint\",\"sequenceNumber\":null,\"subSequenceNumber\":null,\"error\":null}");
    }

    /** Hears a request for a checkpoint of a place and says how it went. */
    void serveCheckpoint(String sequenceNumber, long subSequenceNumber, @Nullable String error) throws Exception {
        String place = "{\"action\":\"checkpoint\",\"sequenceNumber\":\"" + sequenceNumber + "\",\"subSequenceNumber\":"
                + subSequenceNumber;
        assertThat(hear()).isEqualTo(place + "}");
        say(place + ",\"error\":" + (error == null ? "null" : "\"" + error + "\"") + "}");
    }

    void initialize() throws Exception {
        say(INITIALIZE);
        hearStatus("initialize");
    }

    /** Closes the child's input. */
    void hangUp() throws IOException {
        toChild.close();
    }

    /** Closes the child's input and waits for its good end. */
    void end() throws Exception {
        hangUp();
        end.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertThat(hear()).as("nothing more is said").isNull();
    }

    /** Waits for its bad end. */
    Throwable failure() throws Exception {
        try {
            end.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return Objects.requireNonNull(e.getCause());
        }
        throw new AssertionError("ended well");
    }

    @Override
    public void close() throws IOException {
        hangUp();
    }
}
