package dev.millrace.lambda;

import java.util.List;

/** A handler of many user records failed with a checked exception, its cause, and did not say at which. */
public final class BatchFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private BatchFailedException(int count, Exception cause) {
        super("user records failed: count=" + count, cause);
    }

    /** Hands over records; what is thrown is unchecked. */
    static void unchecked(UserRecordsTaker taker, List<LambdaUserRecord> records) {
        try {
            taker.take(List.copyOf(records));
        } catch (RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BatchFailedException(records.size(), e);
        } catch (Exception e) {
            throw new BatchFailedException(records.size(), e);
        }
    }
}
