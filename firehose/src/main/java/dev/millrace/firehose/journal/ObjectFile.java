package dev.millrace.firehose.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The file of an open object, written at its end and through a buffer. */
final class ObjectFile {

    private static final int BUFFER_BYTES = 64 << 10;

    private final Path path;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

    private ObjectFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Opens a file, made if missing, and cuts off what lies behind so many bytes. */
    static ObjectFile open(Path path, long length) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.size() < length) {
                throw new IOException("journal file is shorter than stored: file=" + path + " bytes=" + channel.size()
                        + " (stored " + length + ")");
            }
            ObjectFile file = new ObjectFile(path, channel);
            file.cut(length);
            return file;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    void append(ByteBuffer data) throws IOException {
        if (data.remaining() > buffer.remaining()) {
            flush();
        }
        if (data.remaining() > buffer.remaining()) {
            write(data);
        } else {
            buffer.put(data);
        }
    }

    /** Everything is in the file, to stay. */
    void force() throws IOException {
        flush();
        channel.force(false);
    }

    /** Forgets what was appended behind so many bytes. */
    void cut(long length) throws IOException {
        buffer.clear();
        channel.truncate(length);
        channel.position(length);
    }

    private void flush() throws IOException {
        buffer.flip();
        write(buffer);
        buffer.clear();
    }

    private void write(ByteBuffer data) throws IOException {
        while (data.hasRemaining()) {
            int unused = channel.write(data);
        }
    }

    void close() throws IOException {
        channel.close();
    }

    void delete() throws IOException {
        close();
        Files.deleteIfExists(path);
    }
}
