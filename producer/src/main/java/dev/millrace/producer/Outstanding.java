package dev.millrace.producer;

/**
 * What is accepted and not answered yet.
 *
 * @param userRecords how many user records
 * @param bytes what they take of the buffer, in bytes
 */
public record Outstanding(long userRecords, long bytes) {

    public boolean isEmpty() {
        return userRecords == 0;
    }
}
