package dev.millrace.consumer.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/**
 * Reads the file of a worker in another process, from a copy. While the worker writes, the copy may have parts of two
 * states: the store then goes by the last that is whole, and if there is none another copy is made.
 */
final class FolderSnapshot {

    private static final int TRIES = 10;

    private FolderSnapshot() {}

    /**
     * Reads a file that is not open in this process: closing it here would end the lock that this process has on it.
     *
     * @throws IllegalStateException if it cannot be read
     */
    static CheckpointSnapshot of(Path file) {
        try {
            boolean inUse = isLocked(file);
            for (int tried = 1; ; tried++) {
                try {
                    return new CheckpointSnapshot(inUse, copied(file));
                } catch (RuntimeException e) {
                    // Whatever a torn copy may cause.
                    if (tried == TRIES) {
                        throw new IllegalStateException(
                                "checkpoint folder cannot be read: folder=" + file.getParent(), e);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("checkpoint folder cannot be read: folder=" + file.getParent(), e);
        }
    }

    private static boolean isLocked(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file);
                FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    private static Map<String, StreamCheckpoints> copied(Path file) throws IOException {
        Path copy = Files.createTempFile("millrace-checkpoints-", ".mv");
        try {
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            try (MVStore store =
                    new MVStore.Builder().fileName(copy.toString()).readOnly().open()) {
                if (!store.hasMap(FolderCheckpointStore.MAP_NAME)) {
                    return Map.of();
                }
                MVMap<String, String> entries = store.openMap(FolderCheckpointStore.MAP_NAME);
                return FolderCheckpointStore.all(entries);
            }
        } finally {
            Files.deleteIfExists(copy);
        }
    }
}
