package dev.millrace.lambda.local;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Deployment packages as Lambda takes them: jars below {@code lib/}, or classes at the root. Source: the Lambda developer
 * guide, "Deploy Java Lambda functions with .zip or JAR file archives".
 */
public final class FunctionZip {

    /** What Lambda takes of a zip's content, in bytes. */
    public static final long MAX_UNPACKED_BYTES = 250L << 20;

    private static final int BUFFER_BYTES = 1 << 16;
    private static final String HANDLER = "handler=";

    /** So that the same jars give the same bytes. */
    private static final FileTime NO_TIME = FileTime.from(Instant.parse("2000-01-01T00:00:00Z"));

    private FunctionZip() {}

    /**
     * Writes a zip with these jars below {@code lib/}, in their order.
     *
     * @param handler is noted in the zip's comment, for {@link #handler}; Lambda does not read that
     * @return its size in bytes
     * @throws IllegalArgumentException if there is no jar, one is no file, two have the same name, or they are too large
     */
    public static long write(Path zip, String handler, List<Path> jars) throws IOException {
        if (jars.isEmpty()) {
            throw new IllegalArgumentException("no jar for the zip: zip=" + zip);
        }
        Set<String> names = new HashSet<>();
        long bytes = 0;
        for (Path jar : jars) {
            if (!Files.isRegularFile(jar)) {
                throw new IllegalArgumentException("no such jar: " + jar);
            }
            if (!names.add(jar.getFileName().toString())) {
                throw new IllegalArgumentException("two jars of one name: " + jar.getFileName());
            }
            bytes += Files.size(jar);
        }
        if (bytes > MAX_UNPACKED_BYTES) {
            throw new IllegalArgumentException(
                    "jars too large for Lambda: bytes=" + bytes + " (max " + MAX_UNPACKED_BYTES + ")");
        }
        try (ZipOutputStream out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(zip)))) {
            out.setLevel(9);
            out.setComment(HANDLER + handler);
            for (Path jar : jars) {
                ZipEntry entry = new ZipEntry("lib/" + jar.getFileName());
                entry.setLastModifiedTime(NO_TIME);
                out.putNextEntry(entry);
                Files.copy(jar, out);
                out.closeEntry();
            }
        }
        return Files.size(zip);
    }

    /** The handler that a zip was written for; none if it was made by others. */
    public static Optional<String> handler(Path zip) throws IOException {
        try (ZipFile file = new ZipFile(zip.toFile())) {
            String comment = file.getComment();
            return comment != null && comment.startsWith(HANDLER)
                    ? Optional.of(comment.substring(HANDLER.length()))
                    : Optional.empty();
        }
    }

    /**
     * Unpacks a zip into a folder. Nothing is written outside of it.
     *
     * @throws IllegalArgumentException if an entry's name leads out of the folder, or there is more than Lambda takes;
     *     what was unpacked so far stays
     */
    public static void unpack(Path zip, Path folder) throws IOException {
        Path root = folder.toAbsolutePath().normalize();
        long left = MAX_UNPACKED_BYTES;
        boolean any = false;
        try (ZipInputStream in = new ZipInputStream(new BufferedInputStream(Files.newInputStream(zip)))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                any = true;
                Path target = root.resolve(entry.getName()).normalize();
                if (!target.startsWith(root) || entry.getName().indexOf('\\') >= 0) {
                    throw new IllegalArgumentException(
                            "entry leads out of the folder: name=" + entry.getName() + " zip=" + zip);
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    left = copy(in, target, left, zip);
                }
            }
        }
        if (!any) {
            throw new IllegalArgumentException("no zip, or an empty one: " + zip);
        }
    }

    private static long copy(InputStream in, Path target, long allowed, Path zip) throws IOException {
        long left = allowed;
        byte[] buffer = new byte[BUFFER_BYTES];
        try (OutputStream out = Files.newOutputStream(target)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                left -= count;
                if (left < 0) {
                    throw new IllegalArgumentException(
                            "zip too large for Lambda when unpacked: zip=" + zip + " (max " + MAX_UNPACKED_BYTES + ")");
                }
                out.write(buffer, 0, count);
            }
        }
        return left;
    }
}
