package dev.millrace.lambda;

/** How the mapping is told of a failure. */
public enum FailureReport {
    /**
     * In the response, by the sequence number of the failed Kinesis record. The mapping has to list
     * {@code ReportBatchItemFailures} in its {@code FunctionResponseTypes}: without, it takes every response for a
     * success, and what failed is lost.
     */
    RESPONSE,
    /** By an exception: the whole event comes again. Right for a mapping without {@code ReportBatchItemFailures}. */
    EXCEPTION
}
