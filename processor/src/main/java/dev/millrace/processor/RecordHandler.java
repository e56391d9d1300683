package dev.millrace.processor;

/** The user's code for one record. */
@FunctionalInterface
public interface RecordHandler {

    /** Takes a record. If it throws, it gets the record again. */
    void handle(ReceivedRecord record) throws Exception;
}
