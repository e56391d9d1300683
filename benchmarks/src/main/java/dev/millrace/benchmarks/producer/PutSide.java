package dev.millrace.benchmarks.producer;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A library that puts user records. */
interface PutSide extends AutoCloseable {

    /** Is told how a put ended. */
    interface Answer {

        /** It is stored, or not: then this says why. */
        void ended(@Nullable Throwable failure);
    }

    /** Puts a user record; the answer comes once. */
    void put(String partitionKey, ByteBuffer data, Answer answer) throws Exception;

    /** Sends what is there. */
    void flush();

    @Override
    void close();
}
