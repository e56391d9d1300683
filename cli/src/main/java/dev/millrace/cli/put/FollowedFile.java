package dev.millrace.cli.put;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/*
 * Order: what was rotated away is read to its end first, then what was rotated after it, then what has the name now.
 *
 * Rotation by rename: the open file stays the old one; when it is quiet for a while and its name goes to another file,
 * it is finished. Rotation by copy and truncation: the open file has suddenly less than was read, or another beginning;
 * the copy is looked for, read on where the file was left, and finished like a renamed one.
 */
/** One path whose lines are put as they come, whatever files bear its name. Used by one thread. */
final class FollowedFile implements AutoCloseable {

    private static final int CHUNK = 256 * 1024;

    private final Path path;
    private final String name;
    private final FollowOptions options;
    private final LinePutter putter;
    private final FollowNotices notices;
    private final RotatedFiles rotated;
    private final StoredPrefix prefix = new StoredPrefix();
    private final byte[] chunk = new byte[CHUNK];
    private @Nullable ReadFile current;
    private LineBuffer lines = new LineBuffer(LinePutter.MAX_LINE_BYTES, 0, 0);
    private long quietSinceNanos;
    private StoredPrefix.@Nullable Place saved;

    FollowedFile(Path path, FollowOptions options, LinePutter putter, FollowNotices notices) {
        this.path = path.toAbsolutePath().normalize();
        this.name = path.toString();
        this.options = options;
        this.putter = putter;
        this.notices = notices;
        this.rotated = new RotatedFiles(this.path);
    }

    /**
     * Begins where it was left, or where the options say. That is stored at once: what comes before a crash would
     * otherwise be left out by a next run that begins at the end, or if the file is rotated meanwhile.
     */
    void begin(PositionFolder positions) throws IOException {
        FileMark mark = positions.load(path);
        if (mark != null) {
            resume(mark);
        } else if (!Files.exists(path)) {
            notices.tell(name, "does not exist yet, is waited for");
            positions.save(path, new FileMark(path.toString(), "", FileHead.EMPTY, 0, 0));
        } else if (options.fromEnd()) {
            beginAtEnd(positions);
        } else {
            notices.tell(name, "no stored position, begins at its start");
            startFirst(positions, ReadFile.open(path, 0), 0);
        }
    }

    private void startFirst(PositionFolder positions, ReadFile file, long linesBefore) throws IOException {
        positions.save(path, file.mark(path, file.position(), linesBefore));
        start(file, linesBefore);
    }

    private void resume(FileMark mark) throws IOException {
        if (Files.exists(path) && isFileOf(mark)) {
            notices.tell(
                    name, "goes on at its stored position: line=" + (mark.lines() + 1) + " byte=" + mark.position());
            start(ReadFile.open(path, mark.position()), mark.lines());
            return;
        }
        Path found = rotated.find(mark).orElse(null);
        if (found != null) {
            notices.tell(
                    name,
                    "was rotated meanwhile, goes on at its stored position in " + found.getFileName() + ": line="
                            + (mark.lines() + 1) + " byte=" + mark.position());
            start(ReadFile.open(found, mark.position()), mark.lines());
            return;
        }
        notices.tell(
                name,
                "what was read of it is there no more, so its stored position is of no use; begins at the"
                        + " start. Lines behind line=" + mark.lines() + " of the file before are not put");
        if (Files.exists(path)) {
            start(ReadFile.open(path, 0), 0);
        }
    }

    private boolean isFileOf(FileMark mark) throws IOException {
        try (ReadFile file = ReadFile.open(path, mark.head().length())) {
            boolean isWaitedFor = mark.fileKey().isEmpty() && mark.position() == 0;
            return (isWaitedFor || file.fileKey().equals(mark.fileKey()))
                    && file.head().equals(mark.head())
                    && Files.size(path) >= mark.position();
        }
    }

    /** Behind the last line that has ended: what follows that is part of a line to come. */
    private void beginAtEnd(PositionFolder positions) throws IOException {
        long[] end = new long[2];
        LineBuffer counted = new LineBuffer(0, 0, 0);
        try (ReadFile file = ReadFile.open(path, 0)) {
            for (int count = file.read(chunk); count > 0; count = file.read(chunk)) {
                counted.add(chunk, count, line -> {
                    end[0] = line.end();
                    end[1] = line.number();
                });
            }
        }
        notices.tell(name, "no stored position, begins at its end: line=" + (end[1] + 1) + " byte=" + end[0]);
        startFirst(positions, ReadFile.open(path, end[0]), end[1]);
    }

    private void start(ReadFile file, long linesBefore) {
        current = file;
        lines = new LineBuffer(LinePutter.MAX_LINE_BYTES, linesBefore, file.position());
        quietSinceNanos = System.nanoTime();
    }

    /** Reads what has come; whether anything has. */
    boolean poll() throws IOException {
        ReadFile file = current;
        if (file == null) {
            return appeared();
        }
        if (file.isEmptied()) {
            emptied(file);
            return true;
        }
        int count = file.read(chunk);
        if (count > 0) {
            quietSinceNanos = System.nanoTime();
            lines.add(chunk, count, line -> put(file, line));
            return true;
        }
        boolean isQuiet =
                System.nanoTime() - quietSinceNanos >= options.rotationWait().toNanos();
        if (isQuiet && isRotatedAway(file)) {
            finish(file);
            return true;
        }
        return false;
    }

    private boolean appeared() throws IOException {
        try {
            start(ReadFile.open(path, 0), 0);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private void put(ReadFile file, Line line) {
        putter.put(name, line, prefix.begin(new StoredPrefix.Place(file, line.end(), line.number())));
    }

    /** Its name belongs to another file. While no file has the name, its writer may still write to it. */
    private boolean isRotatedAway(ReadFile file) throws IOException {
        try {
            return !file.openedAs().equals(path) || !ReadFile.fileKeyOf(path).equals(file.fileKey());
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private void finish(ReadFile file) throws IOException {
        lines.end(line -> put(file, line));
        FileTime time = Files.exists(file.openedAs()) ? timeOf(file) : FileTime.fromMillis(System.currentTimeMillis());
        Optional<Path> next = rotated.nextAfter(file, time);
        file.close();
        Path following = next.orElse(path);
        notices.tell(name, "was rotated, goes on with " + following.getFileName());
        start(ReadFile.open(following, 0), 0);
    }

    private FileTime timeOf(ReadFile file) throws IOException {
        if (ReadFile.fileKeyOf(file.openedAs()).equals(file.fileKey())) {
            return Files.getLastModifiedTime(file.openedAs());
        }
        Optional<Path> renamed = rotated.find(file.mark(path, file.position(), 0));
        return renamed.isPresent()
                ? Files.getLastModifiedTime(renamed.get())
                : FileTime.fromMillis(System.currentTimeMillis());
    }

    private void emptied(ReadFile file) throws IOException {
        Optional<Path> copy = rotated.find(file.mark(path, file.position(), lines.lines()));
        if (copy.isPresent()) {
            notices.tell(
                    name, "was truncated, its rest is read from " + copy.get().getFileName());
            current = ReadFile.open(copy.get(), file.position());
        } else {
            notices.tell(
                    name,
                    "was truncated, and no copy of it is there; begins at its start. Lines behind line=" + lines.lines()
                            + " that were not read before are not put");
            lines.end(line -> put(file, line));
            start(ReadFile.open(path, 0), 0);
        }
        file.close();
    }

    /** Stores how far all is well, if that is farther than before. */
    void save(PositionFolder positions) throws IOException {
        StoredPrefix.Place reached = prefix.reached();
        if (reached != null && !reached.equals(saved)) {
            positions.save(path, reached.file().mark(path, reached.position(), reached.lines()));
            saved = reached;
        }
    }

    boolean hasFailed() {
        return prefix.hasFailed();
    }

    @Override
    public void close() throws IOException {
        if (current != null) {
            current.close();
        }
    }
}
