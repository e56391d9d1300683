package dev.millrace.processor.engine;

import dev.millrace.processor.CorruptPolicy;
import dev.millrace.processor.FailurePolicy;
import dev.millrace.processor.WorkerListener;

/**
 * What is to happen when something fails, and who is told.
 *
 * @param failurePolicy for batches whose processor failed every attempt
 * @param corruptPolicy for records that cannot be read
 * @param maxAttempts how often a batch is given to its processor, at least once
 * @param listener one that does not throw: see {@link WorkerListener#all}
 */
public record EngineSettings(
        FailurePolicy failurePolicy, CorruptPolicy corruptPolicy, int maxAttempts, WorkerListener listener) {}
