package dev.millrace.firehose.compression;

import dev.millrace.firehose.file.DurableFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * A compressed form of a file, made once: another version of a library, after a crash, might compress to other bytes, and
 * an object must not change.
 */
public final class CompressedFile {

    private static final String UNFINISHED_SUFFIX = ".unfinished";

    private CompressedFile() {}

    /** Makes it unless it is there, to stay. */
    public static void make(Compression compression, Path file, Path compressed) throws IOException {
        if (Files.exists(compressed)) {
            return;
        }
        Path unfinished = compressed.resolveSibling(compressed.getFileName() + UNFINISHED_SUFFIX);
        try (FileChannel channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            OutputStream out = compression.to(new UnclosedOutput(Channels.newOutputStream(channel)));
            Files.copy(file, out);
            out.close();
            channel.force(true);
        }
        Files.move(unfinished, compressed, StandardCopyOption.ATOMIC_MOVE);
        DurableFolder.force(Objects.requireNonNull(compressed.getParent()));
    }
}
