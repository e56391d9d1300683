package dev.millrace.lambda;

/** What is done with the rest of an event when a record of it has failed. */
public enum AfterFailure {
    /** It is left for the retry, which begins at the failed Kinesis record. */
    STOP,
    /**
     * The Kinesis records behind the failed one are processed nevertheless. The mapping sends all of them again, so
     * each is processed at least twice.
     */
    GO_ON
}
