package dev.millrace.benchmarks.producer;

import java.nio.ByteBuffer;

/** A library that puts user records. */
interface PutSide extends AutoCloseable {

    /** Puts a user record; the task runs when it is stored, and nothing does if it is not. */
    void put(String partitionKey, ByteBuffer data, Runnable stored) throws Exception;

    /** Sends what is there. */
    void flush();

    @Override
    void close();
}
