package dev.millrace.firehose.destination;

import dev.millrace.firehose.file.DurableFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.UUID;

/**
 * Objects as files below a folder. A file appears complete: it is written in {@value #INCOMING} first, and moved. Empty
 * segments of a name are left out, as file systems do; a longer one than they take keeps its beginning, with a digest behind
 * it.
 */
public final class FolderDestination implements Destination {

    /** The folder in the root for files that are being written. */
    public static final String INCOMING = ".incoming";

    /** What file systems take. */
    private static final int MOST_SEGMENT_BYTES = 255;

    /** Of a longer one, at four bytes each. */
    private static final int KEPT_CHARACTERS = 50;

    private final Path root;

    private FolderDestination(Path root) {
        this.root = root;
    }

    /** Below this folder, which is made when the first object comes. */
    public static FolderDestination of(Path root) {
        return new FolderDestination(root.toAbsolutePath().normalize());
    }

    /** @throws IllegalArgumentException if the name leads out of the root */
    @Override
    public void write(String name, Path bytes) throws IOException {
        Path target = target(name);
        if (Files.exists(target) && Files.mismatch(target, bytes) < 0) {
            return;
        }
        Path folder = Objects.requireNonNull(target.getParent());
        Files.createDirectories(folder);
        Path incoming = root.resolve(INCOMING);
        Files.createDirectories(incoming);
        Path unfinished = incoming.resolve(Objects.requireNonNull(target.getFileName()));
        Files.copy(bytes, unfinished, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceFolders(folder);
    }

    private Path target(String name) {
        Path target = root;
        for (String segment : name.split("/", -1)) {
            if (segment.equals("..") || segment.equals(".")) {
                throw leadsOut(name);
            }
            if (!segment.isEmpty()) {
                boolean taken = target.equals(root) && segment.equals(INCOMING);
                target = target.resolve(taken ? "%2E" + INCOMING.substring(1) : fitting(segment));
            }
        }
        // On some systems a segment alone is a path: with a drive, or with slashes of the other kind.
        boolean below = target.startsWith(root) && target.equals(target.normalize()) && !target.equals(root);
        if (!below) {
            throw leadsOut(name);
        }
        return target;
    }

    /** The segment, or its beginning and a digest of it if file systems would not take it. */
    private static String fitting(String segment) {
        byte[] bytes = segment.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MOST_SEGMENT_BYTES) {
            return segment;
        }
        int end = segment.offsetByCodePoints(0, KEPT_CHARACTERS);
        return segment.substring(0, end) + "-" + UUID.nameUUIDFromBytes(bytes);
    }

    private static IllegalArgumentException leadsOut(String name) {
        return new IllegalArgumentException(
                "object's name leads out of the destination: name=" + name + " (segments . and .. are not allowed)");
    }

    /** From the new entry up, since folders above may have been made just now. */
    private void forceFolders(Path lowest) throws IOException {
        for (Path folder = lowest; folder != null && folder.startsWith(root); folder = folder.getParent()) {
            DurableFolder.force(folder);
        }
    }

    @Override
    public String toString() {
        return "FolderDestination[" + root + "]";
    }
}
