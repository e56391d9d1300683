package dev.millrace.multilang.properties;

/** How records come. */
public enum RetrievalMode {
    /** Pushed, unless the file has a key that is for polling. As the reference daemon has it. */
    DEFAULT,
    /** Pushed to a registered consumer, which costs extra. */
    FANOUT,
    /** Asked for again and again. */
    POLLING
}
