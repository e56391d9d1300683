package dev.millrace.firehose.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The file of an open object, written at its end and through a buffer. Open, and with a buffer, only within a step. */
final class ObjectFile {

    private static final int BUFFER_BYTES = 64 << 10;

    private final Path path;

    /** Bytes in the file; some may be in the buffer. */
    private long written;

    private @Nullable FileChannel channel;
    private ByteBuffer buffer = ByteBuffer.allocate(0);

    private ObjectFile(Path path, long written) {
        this.path = path;
        this.written = written;
    }

    static ObjectFile create(Path path) throws IOException {
        Files.createFile(path);
        return new ObjectFile(path, 0);
    }

    /** One that is there; what lies behind so many bytes is cut off. */
    static ObjectFile recover(Path path, long length) throws IOException {
        long size = Files.size(path);
        if (size < length) {
            throw new IOException("journal file is shorter than stored: file=" + path + " bytes=" + size + " (stored "
                    + length + ")");
        }
        ObjectFile file = new ObjectFile(path, size);
        file.cut(length);
        return file;
    }

    void append(ByteBuffer data) throws IOException {
        if (channel == null) {
            channel = FileChannel.open(path, StandardOpenOption.APPEND);
            buffer = ByteBuffer.allocate(BUFFER_BYTES);
        }
        if (data.remaining() > buffer.remaining()) {
            flush(channel);
        }
        if (data.remaining() > buffer.remaining()) {
            write(channel, data);
        } else {
            buffer.put(data);
        }
    }

    /** Everything is in the file, to stay. */
    void force() throws IOException {
        FileChannel open = channel;
        if (open != null) {
            flush(open);
            open.force(false);
            close();
        }
    }

    /** Forgets what was appended behind so many bytes. */
    void cut(long length) throws IOException {
        close();
        if (written > length) {
            try (FileChannel open = FileChannel.open(path, StandardOpenOption.WRITE)) {
                open.truncate(length);
                open.force(false);
            }
            written = length;
        }
    }

    private void flush(FileChannel open) throws IOException {
        buffer.flip();
        write(open, buffer);
        buffer.clear();
    }

    private void write(FileChannel open, ByteBuffer data) throws IOException {
        while (data.hasRemaining()) {
            written += open.write(data);
        }
    }

    private void close() throws IOException {
        FileChannel open = channel;
        channel = null;
        buffer = ByteBuffer.allocate(0);
        if (open != null) {
            open.close();
        }
    }

    void delete() throws IOException {
        close();
        Files.deleteIfExists(path);
    }
}
