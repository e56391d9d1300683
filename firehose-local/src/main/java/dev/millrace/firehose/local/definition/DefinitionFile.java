package dev.millrace.firehose.local.definition;

import dev.millrace.firehose.file.DurableFolder;
import dev.millrace.local.wire.Codec;
import dev.millrace.local.wire.RequestReader;
import dev.millrace.local.wire.ServiceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** Keeps the definition of a delivery stream in its folder. Each change is on the device when {@link #save} returns. */
public final class DefinitionFile {

    /** What the file is called. */
    public static final String NAME = "definition.json";

    private final Path folder;

    public DefinitionFile(Path folder) {
        this.folder = folder;
    }

    /** @throws UncheckedIOException if the file is not there, or damaged */
    public Definition read() {
        Path file = folder.resolve(NAME);
        try {
            Map<String, Object> tree = Codec.JSON.read(ByteBuffer.wrap(Files.readAllBytes(file)));
            if (tree == null) {
                throw new IOException("not a JSON object");
            }
            return Definition.ofTree(RequestReader.read(Definition.keptMembers(), tree, Codec.JSON));
        } catch (IOException | ServiceException | IllegalArgumentException | IllegalStateException e) {
            throw new UncheckedIOException(new IOException(
                    "definition of a delivery stream cannot be read: file=" + file + " (" + e.getMessage() + ")", e));
        }
    }

    /** @throws UncheckedIOException if it cannot be written; then the one before is kept */
    public void save(Definition definition) {
        Path next = folder.resolve(NAME + ".next");
        try {
            Files.createDirectories(folder);
            Files.write(next, Codec.JSON.write(definition.tree()));
            try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(next, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            DurableFolder.force(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "definition of a delivery stream cannot be saved: folder=" + folder + " (" + e + ")", e);
        }
    }
}
