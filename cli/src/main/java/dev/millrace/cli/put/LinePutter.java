package dev.millrace.cli.put;

import dev.millrace.cli.io.BadInputException;
import dev.millrace.producer.Producer;
import dev.millrace.record.UserRecord;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Puts lines into a stream, and counts and tells what becomes of them. A put waits while the producer's buffer is
 * full. Safe for use by many threads.
 */
public final class LinePutter {

    /** Longer than any record may be. */
    static final int MAX_LINE_BYTES = 10 << 20;

    /** What a line has come to. */
    enum Fate {
        /** The stream has it. */
        STORED,
        /** It can never be stored, and was reported. */
        BAD,
        /** It was not stored, and was reported. It may be stored another time. */
        FAILED
    }

    /** Is told, on some thread, what a line has come to. */
    interface Outcome {
        void ended(Fate fate);
    }

    private final Producer producer;
    private final String stream;
    private final KeyRule keys;
    private final FailedLines failures;
    private final PutCounts counts = new PutCounts();

    /** Puts through this producer, which stays its owner's to close. */
    public LinePutter(Producer producer, String stream, KeyRule keys, FailedLines failures) {
        this.producer = producer;
        this.stream = stream;
        this.keys = keys;
        this.failures = failures;
    }

    public PutCounts counts() {
        return counts;
    }

    /** Puts a line of this file. */
    void put(String source, Line line, Outcome outcome) {
        counts.readLines.increment();
        byte[] data = line.data();
        if (data == null) {
            fail(source, line, "it is longer than any record may be: bytes=" + line.length());
            outcome.ended(Fate.BAD);
            return;
        }
        CompletableFuture<?> put;
        try {
            put = producer.put(stream, UserRecord.of(keys.keyOf(data), data));
        } catch (BadInputException | IllegalArgumentException e) {
            fail(source, line, String.valueOf(e.getMessage()));
            outcome.ended(Fate.BAD);
            return;
        } catch (IllegalStateException e) {
            fail(source, line, String.valueOf(e.getMessage()));
            outcome.ended(Fate.FAILED);
            return;
        }
        CompletableFuture<?> unused =
                put.whenComplete((result, failure) -> outcome.ended(ended(source, line, failure)));
    }

    private Fate ended(String source, Line line, @Nullable Throwable failure) {
        if (failure == null) {
            counts.storedLines.increment();
            counts.storedBytes.add(line.length());
            return Fate.STORED;
        }
        fail(source, line, String.valueOf(failure.getMessage()));
        return Fate.FAILED;
    }

    private void fail(String source, Line line, String reason) {
        counts.failedLines.increment();
        failures.failed(source, line.number(), reason);
    }
}
