package dev.millrace.child;

import dev.millrace.child.protocol.Message;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Messages from and to the daemon, of one shard. Used by one thread at a time. */
interface DaemonPipe {

    void write(Message message) throws IOException;

    /**
     * Waits for what the daemon says next.
     *
     * @return null if it will say nothing more
     * @throws ProtocolException if it cannot be understood: to wait on would be to wait for ever
     */
    @Nullable
    Message read() throws IOException;
}
