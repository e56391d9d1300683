package dev.millrace.local.subscription;

import java.nio.ByteBuffer;

/** Where the events of one answer go. Nothing is sent before the last send is done. */
public interface EventSink {

    /** What the sender is told of each send, on any thread. */
    interface Sent {
        void done();

        /** The client is gone. */
        void failed();
    }

    /**
     * Sends bytes.
     *
     * @param last whether the answer ends with them
     */
    void send(ByteBuffer bytes, boolean last, Sent sent);
}
