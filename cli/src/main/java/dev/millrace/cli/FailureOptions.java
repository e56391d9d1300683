package dev.millrace.cli;

import dev.millrace.cli.consume.DeadLetterFile;
import dev.millrace.cli.io.BadInputException;
import dev.millrace.cli.io.Outputs;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What becomes of a batch that cannot be processed. */
final class FailureOptions {

    /** What is done with a batch that failed every attempt. */
    enum Policy {
        STOP_WORKER,
        STOP_SHARD,
        DEAD_LETTER
    }

    @Option(
            names = "--on-failure",
            paramLabel = "WHAT",
            description = "When a batch has failed every attempt: STOP_WORKER, STOP_SHARD (the others go on), or"
                    + " DEAD_LETTER (its records go to --dead-letters). Default: STOP_WORKER, or DEAD_LETTER with"
                    + " --dead-letters.")
    private @Nullable Policy policy;

    @Option(
            names = "--dead-letters",
            paramLabel = "FILE",
            description = "Append the records of batches that failed every attempt to this file, as JSON lines.")
    private @Nullable Path deadLetters;

    @Option(
            names = "--max-attempts",
            paramLabel = "N",
            defaultValue = "10",
            description = "How often a failing batch is tried. Default: ${DEFAULT-VALUE}.")
    private int maxAttempts = 10;

    /** The file for the records of failed batches, if they go to one. */
    @Nullable
    DeadLetterFile deadLetterFile() {
        if (deadLetters == null && policy == Policy.DEAD_LETTER) {
            throw new BadInputException("--on-failure DEAD_LETTER needs --dead-letters FILE");
        }
        if (deadLetters == null) {
            return null;
        }
        if (policy != null && policy != Policy.DEAD_LETTER) {
            throw new BadInputException("--dead-letters says nothing with --on-failure " + policy);
        }
        Outputs.check(deadLetters);
        return new DeadLetterFile(deadLetters);
    }

    boolean stopsShard() {
        return policy == Policy.STOP_SHARD;
    }

    int maxAttempts() {
        if (maxAttempts < 1) {
            throw new BadInputException("attempts out of range: " + maxAttempts + " (at least 1)");
        }
        return maxAttempts;
    }
}
