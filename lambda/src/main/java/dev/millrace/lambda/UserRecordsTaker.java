package dev.millrace.lambda;

import java.util.List;

/** Takes all user records of an event at once. */
@FunctionalInterface
public interface UserRecordsTaker {

    /**
     * Processes user records.
     *
     * @throws UserRecordFailedException if it got as far as this one: its Kinesis record comes again, with all behind it
     * @throws Exception if nothing can be said to be done: all come again
     */
    void take(List<LambdaUserRecord> records) throws Exception;
}
