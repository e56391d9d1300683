package dev.millrace.cli.put;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds earlier files of a followed one, in its folder: renamed, whatever they are called now, or copied to its name
 * with a number or a date behind it.
 */
final class RotatedFiles {

    private final Path path;
    private final Pattern rotatedName;

    RotatedFiles(Path path) {
        this.path = path.toAbsolutePath();
        this.rotatedName = Pattern.compile(Pattern.quote(String.valueOf(path.getFileName())) + "[.-]\\d[\\d.T:_-]*");
    }

    /** The file that this mark is of, if it is there under another name: itself, or else a copy. */
    Optional<Path> find(FileMark mark) throws IOException {
        Optional<Path> renamed = others().filter(file -> isSame(file, mark)).findFirst();
        return renamed.isPresent()
                ? renamed
                : others().filter(this::hasRotatedName)
                        .filter(file -> hasHeadAndLength(file, mark))
                        .findFirst();
    }

    /** The oldest file that was rotated away after this one was written for the last time. */
    Optional<Path> nextAfter(ReadFile finished, FileTime finishedTime) throws IOException {
        return others().filter(this::hasRotatedName)
                .filter(file -> !keyOf(file).equals(finished.fileKey()))
                .filter(file -> timeOf(file).compareTo(finishedTime) > 0)
                .filter(file -> !hasHeadAndLength(file, finished.mark(path, finished.position(), 0)))
                .min(Comparator.comparing(RotatedFiles::timeOf));
    }

    private Stream<Path> others() throws IOException {
        Path folder = path.getParent();
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(Files::isRegularFile)
                    .filter(file -> !file.equals(path))
                    .toList();
            return found.stream();
        }
    }

    private boolean hasRotatedName(Path file) {
        return rotatedName.matcher(String.valueOf(file.getFileName())).matches();
    }

    private static boolean isSame(Path file, FileMark mark) {
        return !mark.fileKey().isEmpty()
                && keyOf(file).equals(mark.fileKey())
                && (mark.position() == 0 || hasHeadAndLength(file, mark));
    }

    /** A file that cannot be looked at is none that was looked for. */
    private static boolean hasHeadAndLength(Path file, FileMark mark) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.size() >= mark.position()
                    && mark.head().length() > 0
                    && mark.head().isOf(channel);
        } catch (IOException e) {
            return false;
        }
    }

    private static String keyOf(Path file) {
        try {
            return ReadFile.fileKeyOf(file);
        } catch (IOException e) {
            return "";
        }
    }

    private static FileTime timeOf(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}
