package dev.millrace.lambda.firehose;

/** Transforms records one by one. */
@FunctionalInterface
public interface RecordTransformer {

    /**
     * Transforms a record.
     *
     * @throws Exception if it cannot be transformed: it counts as failed, alone
     */
    Transformed transform(FirehoseRecord record) throws Exception;
}
