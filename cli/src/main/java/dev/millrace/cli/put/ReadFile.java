package dev.millrace.cli.put;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/** An open file, which stays what it is when its name goes to another one. Read by one thread. */
final class ReadFile implements AutoCloseable {

    private final FileChannel channel;
    private final String fileKey;
    private final Path openedAs;
    private volatile FileHead head;
    private long position;

    private ReadFile(FileChannel channel, String fileKey, Path openedAs, long position, FileHead head) {
        this.channel = channel;
        this.fileKey = fileKey;
        this.openedAs = openedAs;
        this.position = position;
        this.head = head;
    }

    static ReadFile open(Path path, long position) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new ReadFile(channel, fileKeyOf(path), path, position, FileHead.of(channel, position));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** What the file system tells a file by; empty if it does not. */
    static String fileKeyOf(Path path) throws IOException {
        Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        return key == null ? "" : key.toString();
    }

    String fileKey() {
        return fileKey;
    }

    Path openedAs() {
        return openedAs;
    }

    FileHead head() {
        return head;
    }

    long position() {
        return position;
    }

    /** Whether it has less than was read of it, or another beginning. */
    boolean isEmptied() throws IOException {
        return channel.size() < position || !head.isOf(channel);
    }

    /** Reads on; the number of bytes, 0 at the end. */
    int read(byte[] chunk) throws IOException {
        int count = channel.read(ByteBuffer.wrap(chunk), position);
        if (count <= 0) {
            return 0;
        }
        position += count;
        if (head.length() < FileHead.MAX_LENGTH) {
            head = FileHead.of(channel, position);
        }
        return count;
    }

    FileMark mark(Path path, long at, long lines) {
        return new FileMark(path.toString(), fileKey, head, at, lines);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
