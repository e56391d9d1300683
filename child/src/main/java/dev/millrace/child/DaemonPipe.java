package dev.millrace.child;

import dev.millrace.child.protocol.Line;
import dev.millrace.child.protocol.Message;
import dev.millrace.child.protocol.MessageReader;
import dev.millrace.child.protocol.MessageWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Messages from and to the daemon. Used by one thread at a time. */
final class DaemonPipe {

    private final MessageReader reader;
    private final MessageWriter writer;

    DaemonPipe(InputStream input, OutputStream output) {
        this.reader = new MessageReader(input, Integer.MAX_VALUE);
        this.writer = MessageWriter.ofChild(output);
    }

    void write(Message message) throws IOException {
        writer.write(message);
    }

    /**
     * Waits for what the daemon says next.
     *
     * @return null if it will say nothing more
     * @throws ProtocolException if it cannot be understood: to wait on would be to wait for ever
     */
    @Nullable
    Message read() throws IOException {
        for (Line line = reader.read(); line != null; line = reader.read()) {
            if (line instanceof Line.OfMessage read) {
                return read.message();
            }
            if (line instanceof Line.Stray stray) {
                throw new ProtocolException(
                        "line of the daemon is no message: " + stray.reason() + " bytes=" + stray.byteCount());
            }
        }
        return null;
    }
}
