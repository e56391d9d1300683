package dev.millrace.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;

/** The objects of a bucket that is a folder. */
record ObjectFolder(Path root) {

    /** What they contain, by name. Files that are being written are none. */
    Map<String, String> objects() throws IOException {
        Map<String, String> objects = new TreeMap<>();
        if (!Files.isDirectory(root)) {
            return objects;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                // Files in it vanish.
                return folder.endsWith(".incoming") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                objects.put(root.relativize(file).toString(), Files.readString(file));
                return FileVisitResult.CONTINUE;
            }
        });
        return objects;
    }
}
