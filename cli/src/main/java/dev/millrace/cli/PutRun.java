package dev.millrace.cli;

import dev.millrace.cli.put.Follower;
import dev.millrace.cli.put.KeyRule;
import dev.millrace.cli.put.LinePutter;
import dev.millrace.cli.put.PutCounts;
import dev.millrace.producer.Outstanding;
import dev.millrace.producer.Producer;
import dev.millrace.text.SafeText;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run of the command from its first line to its last word. When the process is told to end, reading stops, what is
 * there is sent, and what is left is said, by the thread that ends the process.
 */
final class PutRun implements AutoCloseable {

    private static final Duration DRAIN = Duration.ofSeconds(30);
    private static final long STOP_SECONDS = 2;

    private final Producer producer;
    private final LinePutter putter;
    private final PutProgress progress;
    private final Thread hook = new Thread(this::interrupted, "millrace-put-stop");
    private final CountDownLatch readingEnded = new CountDownLatch(1);
    private volatile boolean stopped;
    private volatile @Nullable Follower follower;
    private @Nullable Boolean result;

    PutRun(Producer producer, String stream, KeyRule keys, PrintWriter err) {
        this.producer = producer;
        this.putter = new LinePutter(producer, stream, keys, this::failed);
        this.progress = new PutProgress(putter.counts(), err);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    LinePutter putter() {
        return putter;
    }

    /** Whether no more lines are wanted. */
    boolean isStopped() {
        return stopped;
    }

    void tell(String line) {
        progress.tell(line);
    }

    private void failed(String source, long number, String reason) {
        tell("line not stored: " + SafeText.of(source) + ":" + number + ": " + SafeText.of(reason));
    }

    /** Follows until the process is told to end, or a line cannot be stored. */
    boolean follow(Follower files) throws IOException, InterruptedException {
        follower = files;
        if (stopped) {
            files.stop();
        }
        if (!files.run()) {
            tell("a line was not stored, so following ends; the next run goes on before it");
        }
        return end();
    }

    /** Sends what is there, and says what has become of all; whether all is well. Once; later calls answer the same. */
    boolean end() throws IOException {
        readingEnded.countDown();
        return settle();
    }

    private synchronized boolean settle() throws IOException {
        if (result != null) {
            return result;
        }
        Outstanding left = producer.close(DRAIN);
        Follower files = follower;
        if (files != null) {
            files.save();
        }
        progress.close();
        PutCounts counts = putter.counts();
        tell(String.format(
                Locale.ROOT,
                "%,d lines read, %,d stored (%,d bytes), %,d not stored%s",
                counts.read(),
                counts.stored(),
                counts.bytes(),
                counts.failed() + counts.inFlight(),
                left.isEmpty() ? "" : String.format(Locale.ROOT, ", of which %,d had no answer", left.userRecords())));
        result = counts.stored() == counts.read();
        return result;
    }

    /** On the thread that ends the process. */
    private void interrupted() {
        stopped = true;
        Follower files = follower;
        if (files != null) {
            files.stop();
        }
        try {
            // Reading may hang in the standard input for ever.
            boolean ended = readingEnded.await(STOP_SECONDS, TimeUnit.SECONDS);
            tell("told to end" + (ended ? "" : " while reading") + ", sends what was read");
            settle();
        } catch (IOException e) {
            tell("position was not stored: " + SafeText.of(Failures.describe(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        readingEnded.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It runs already, and closes what is open.
            return;
        }
        progress.close();
        producer.close(Duration.ZERO);
    }
}
