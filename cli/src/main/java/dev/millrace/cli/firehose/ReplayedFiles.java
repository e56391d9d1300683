package dev.millrace.cli.firehose;

import dev.millrace.cli.io.BadInputException;
import dev.millrace.text.SafeText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/**
 * Which files of a folder were put back, in a file of lines: a length, a space, and a name that belongs to it. A line counts
 * once it has its end. One process at a time may use it.
 */
public final class ReplayedFiles implements AutoCloseable {

    private final FileChannel file;
    private final Set<String> done = new HashSet<>();

    private ReplayedFiles(FileChannel file) {
        this.file = file;
    }

    /**
     * Opens the file, which is made if it is missing.
     *
     * @throws BadInputException if another process has it
     */
    public static ReplayedFiles open(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (isLocked(channel)) {
                ReplayedFiles files = new ReplayedFiles(channel);
                files.read(Files.readAllBytes(path));
                return files;
            }
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw new BadInputException("another process puts these files back: " + SafeText.of(path.toString()));
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private void read(byte[] lines) throws IOException {
        int end = lines.length;
        while (end > 0 && lines[end - 1] != '\n') {
            end--;
        }
        new String(lines, 0, end, StandardCharsets.UTF_8).lines().forEach(done::add);
        // What a crash has left of a line is cut off.
        file.truncate(end);
        file.position(end);
    }

    /** @param name without line breaks */
    public boolean contains(String name, long length) {
        return done.contains(length + " " + name);
    }

    /** Notes a file; when this returns, the note outlasts a crash. */
    public void add(String name, long length) throws IOException {
        ByteBuffer line = StandardCharsets.UTF_8.encode(length + " " + name + "\n");
        while (line.hasRemaining()) {
            file.write(line);
        }
        file.force(true);
        done.add(length + " " + name);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
