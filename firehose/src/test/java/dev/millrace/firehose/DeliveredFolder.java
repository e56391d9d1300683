package dev.millrace.firehose;

import dev.millrace.firehose.destination.FolderDestination;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The objects of a folder destination. */
public record DeliveredFolder(Path root) {

    /** By name. Files that are being written are none. */
    public Map<String, String> objects() {
        if (!Files.exists(root)) {
            return Map.of();
        }
        Map<String, String> objects = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(path -> !path.startsWith(root.resolve(FolderDestination.INCOMING)))
                    .filter(Files::isRegularFile)
                    .toList()) {
                objects.put(root.relativize(file).toString(), Files.readString(file));
            }
            return objects;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<String> lines() {
        return objects().values().stream().flatMap(String::lines).toList();
    }

    /** Of one object. */
    public List<String> lines(String name) {
        try {
            return Files.readAllLines(root.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
