package dev.millrace.producer;

/** What a put does while the producer's buffer is full. */
public enum WhenFull {
    /** The caller waits its turn, at most for the configured time. */
    BLOCK,
    /** The put's future fails at once. */
    FAIL
}
