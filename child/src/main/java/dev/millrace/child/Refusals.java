package dev.millrace.child;

import dev.millrace.child.legacy.CheckpointError;
import dev.millrace.child.protocol.Message;
import dev.millrace.processor.InvalidStateException;
import dev.millrace.processor.KinesisClientLibDependencyException;
import dev.millrace.processor.ShutdownException;
import dev.millrace.processor.ThrottlingException;

/** The exceptions behind the daemon's words. */
final class Refusals {

    private Refusals() {}

    /** The exception for a word; of one that has none of its own, that nothing can be done. */
    static RuntimeException of(String word, Message.Checkpoint request) {
        CheckpointError error = new CheckpointError(word);
        String message = "checkpoint was refused: error=" + word + " checkpoint="
                + (request.sequenceNumber() == null
                        ? "everything"
                        : request.sequenceNumber() + "/" + request.subSequenceNumber());
        return switch (word) {
            case "ShutdownException" -> new ShutdownException(message, error);
            case "ThrottlingException" -> new ThrottlingException(message, error);
            case "KinesisClientLibDependencyException" -> new KinesisClientLibDependencyException(message, error);
            case "IllegalArgumentException" ->
                new IllegalArgumentException(
                        message + " (allowed from the last checkpoint to the last delivered record)", error);
            default -> new InvalidStateException(message, error);
        };
    }
}
