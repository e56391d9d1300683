package dev.millrace.child;

import dev.millrace.child.protocol.Line;
import dev.millrace.child.protocol.Message;
import dev.millrace.child.protocol.MessageReader;
import dev.millrace.child.protocol.MessageWriter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Lines, all of one shard. */
final class LinePipe implements DaemonPipe {

    private final MessageReader reader;
    private final MessageWriter writer;

    LinePipe(MessageReader reader, MessageWriter writer) {
        this.reader = reader;
        this.writer = writer;
    }

    @Override
    public void write(Message message) throws IOException {
        writer.write(message);
    }

    @Override
    public @Nullable Message read() throws IOException {
        return next(reader);
    }

    /** The next message, as {@link DaemonPipe#read}. */
    static @Nullable Message next(MessageReader reader) throws IOException {
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
