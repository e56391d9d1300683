package dev.millrace.cli.put;

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
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Positions in files, a small file for each in one folder, which one process at a time may use. A position is replaced
 * as a whole or not at all.
 */
final class PositionFolder implements AutoCloseable {

    private static final int NAME_BYTES = 16;

    private final Path folder;
    private final String stream;
    private final FileChannel lockFile;

    private PositionFolder(Path folder, String stream, FileChannel lockFile) {
        this.folder = folder;
        this.stream = stream;
        this.lockFile = lockFile;
    }

    /**
     * Takes the folder, which is made if it is missing, for positions of lines put into this stream.
     *
     * @throws BadInputException if another process has it
     */
    static PositionFolder open(Path folder, String stream) throws IOException {
        Files.createDirectories(folder);
        FileChannel file =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = file.tryLock();
            if (lock != null) {
                return new PositionFolder(folder, stream, file);
            }
        } catch (OverlappingFileLockException e) {
            // The same answer as for another process.
        }
        file.close();
        throw new BadInputException("state folder is in use by another process: " + SafeText.of(folder.toString()));
    }

    @Nullable
    FileMark load(Path path) throws IOException {
        Path file = file(path);
        return Files.exists(file) ? FileMark.parse(file.toString(), Files.readString(file)) : null;
    }

    void save(Path path, FileMark mark) throws IOException {
        Path file = file(path);
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(mark.text());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path file(Path path) {
        byte[] digest =
                Digests.sha256((stream + "\n" + path.toAbsolutePath().normalize()).getBytes(StandardCharsets.UTF_8));
        return folder.resolve(HexFormat.of().formatHex(Arrays.copyOf(digest, NAME_BYTES)) + ".position");
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
