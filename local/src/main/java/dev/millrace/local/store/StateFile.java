package dev.millrace.local.store;

import dev.millrace.local.state.SavedPart;
import dev.millrace.local.state.State;
import dev.millrace.local.wire.Codec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** State in a JSON file, which is replaced as a whole. Its folder is made when it is first saved. */
final class StateFile implements SavedPart {

    private final Path file;
    private boolean ended;

    StateFile(Path file) {
        this.file = file;
    }

    @Override
    public synchronized @Nullable State saved() {
        try {
            if (!Files.exists(file)) {
                return null;
            }
            Map<String, Object> tree = Codec.JSON.read(ByteBuffer.wrap(Files.readAllBytes(file)));
            if (tree == null) {
                throw new IOException("not a JSON object");
            }
            return State.of(tree);
        } catch (IOException e) {
            throw new UncheckedIOException("state cannot be read: file=" + file + " (" + e + ")", e);
        }
    }

    @Override
    public synchronized void save(Supplier<State> now) {
        if (ended) {
            return;
        }
        try {
            Files.createDirectories(Disk.folderOf(file));
            Disk.replace(file, Codec.JSON.write(now.get().tree()));
        } catch (IOException e) {
            throw new UncheckedIOException("state cannot be saved: file=" + file + " (" + e + ")", e);
        }
    }

    /** Saves nothing from now on. */
    synchronized void end() {
        ended = true;
    }
}
