package dev.millrace.processor;

/** A checkpoint that was announced, to be made by {@link #checkpoint} once its work is done. */
public interface PreparedCheckpointer {

    /** The place that was announced. */
    ExtendedSequenceNumber pendingCheckpoint();

    /** Makes the checkpoint; the announcement and its state are forgotten with it. Throws as {@link Checkpointer} does. */
    void checkpoint();
}
