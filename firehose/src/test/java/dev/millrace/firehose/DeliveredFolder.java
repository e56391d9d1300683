package dev.millrace.firehose;

import dev.millrace.firehose.destination.FolderDestination;
import dev.millrace.firehose.samples.NumberTransform;
import dev.millrace.lambda.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The objects of a folder destination, or of several in one folder. */
public record DeliveredFolder(Path root) {

    /** By name. Files that are being written are none. */
    public Map<String, String> objects() {
        if (!Files.exists(root)) {
            return Map.of();
        }
        Map<String, String> objects = new TreeMap<>();
        try {
            // Files that are being written come and go: not even their folder is looked into.
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return folder.endsWith(FolderDestination.INCOMING)
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    objects.put(root.relativize(file).toString(), Files.readString(file));
                    return FileVisitResult.CONTINUE;
                }
            });
            return objects;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<String> lines() {
        return objects().values().stream().flatMap(String::lines).toList();
    }

    /** What was put, of the lines of an object: as it was, transformed by {@link NumberTransform}, or failed. */
    public List<String> originals(String name) {
        return lines(name).stream().map(DeliveredFolder::original).toList();
    }

    /** What was put, of a line. */
    public static String original(String line) {
        if (line.startsWith("{")) {
            String data = String.valueOf(((Map<?, ?>) Objects.requireNonNull(Json.read(line))).get("rawData"));
            return new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
        }
        return line.startsWith(NumberTransform.DONE) ? line.substring(NumberTransform.DONE.length()) : line;
    }

    /** What was put, of all objects whose names begin so. */
    public List<String> originalsBelow(String prefix) {
        return objects().keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .flatMap(name -> originals(name).stream())
                .toList();
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
