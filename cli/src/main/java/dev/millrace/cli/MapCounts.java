package dev.millrace.cli;

import dev.millrace.lambda.local.FunctionAnswer;
import dev.millrace.lambda.local.mapping.DiscardedBatch;
import dev.millrace.lambda.local.mapping.FunctionPool;
import dev.millrace.lambda.local.mapping.MappingListener;
import dev.millrace.text.SafeText;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Tells of failures of a function behind a stream, and in the end how much was processed. */
final class MapCounts implements MappingListener {

    private final PrintWriter err;
    private final FunctionPool functions;
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong invocations = new AtomicLong();
    private final AtomicLong givenUp = new AtomicLong();

    MapCounts(PrintWriter err, FunctionPool functions) {
        this.err = err;
        this.functions = functions;
    }

    @Override
    public void invoked(String shardId, int eventRecords, FunctionAnswer answer, int failed) {
        invocations.incrementAndGet();
        records.addAndGet(eventRecords - failed);
        if (answer instanceof FunctionAnswer.Failed failure) {
            tell("the function failed: " + shardId + " " + SafeText.of(failure.errorType()) + " "
                    + SafeText.of(failure.text().lines().findFirst().orElse("")));
        } else if (failed > 0) {
            tell("records come again: " + shardId + " " + failed + " of " + eventRecords);
        }
    }

    @Override
    public void discarded(DiscardedBatch batch) {
        givenUp.addAndGet(batch.batchSize());
        tell("records are given up: " + batch.shardId() + " " + batch.batchSize() + ", " + batch.condition());
    }

    /** Ends the function, and says how much was processed. */
    @Override
    public void ended() {
        functions.close();
        tell(String.format(
                Locale.ROOT,
                "%,d Kinesis records in %,d invocations processed; %,d given up",
                records.get(),
                invocations.get(),
                givenUp.get()));
    }

    private synchronized void tell(String text) {
        err.println("millrace: " + text);
        err.flush();
    }
}
