package dev.millrace.processor;

import java.util.List;

/** The user's code for a batch of records of one shard. */
@FunctionalInterface
public interface BatchHandler {

    /** Takes records, at least one, in order. If it throws, it gets them again. */
    void handle(List<ReceivedRecord> records) throws Exception;
}
