package dev.millrace.lambda;

/** Takes user records one by one. */
@FunctionalInterface
public interface UserRecordTaker {

    /**
     * Processes a user record.
     *
     * @throws Exception if it failed; its Kinesis record comes again, with all behind it
     */
    void take(LambdaUserRecord record) throws Exception;
}
