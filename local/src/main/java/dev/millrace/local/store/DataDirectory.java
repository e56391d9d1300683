package dev.millrace.local.store;

import dev.millrace.local.state.SavedPart;
import dev.millrace.local.state.State;
import dev.millrace.local.stream.Storage;
import dev.millrace.local.stream.StreamStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything in a folder, which one process at a time may use. */
public final class DataDirectory implements Storage {

    private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);
    private static final String MARKER = "millrace.json";
    private static final String FORMAT = "format";
    private static final int FORMAT_VERSION = 1;
    private static final String LOCK = "lock";
    private static final Pattern STREAM_FOLDER = Pattern.compile("\\d{10}");

    private final Path folder;
    private final boolean sync;
    private final FileChannel lock;
    private final Set<StreamFolder> used = ConcurrentHashMap.newKeySet();
    private final List<TornTail> tornTails = new ArrayList<>();
    private final SegmentScan scan;
    private final List<StreamStorage> found = new ArrayList<>();
    private final AtomicLong lastNumber = new AtomicLong();

    private DataDirectory(Path folder, boolean sync, FileChannel lock) {
        this.folder = folder;
        this.sync = sync;
        this.lock = lock;
        this.scan = new SegmentScan(this::tornTail, sync);
    }

    /**
     * Takes a folder, which is made if it is not there.
     *
     * @param sync whether every write waits for the device, so that it outlives a power cut too
     * @throws IllegalArgumentException if the folder is another's, or in use
     * @throws UncheckedIOException if it cannot be read or written
     */
    public static DataDirectory open(Path folder, boolean sync) {
        try {
            make(folder);
            Path marker = folder.resolve(MARKER);
            boolean fresh = !Files.exists(marker);
            if (fresh && Disk.list(folder).stream().anyMatch(path -> !path.endsWith(LOCK))) {
                throw new IllegalArgumentException("not a data directory: " + folder + " (it has files and no " + MARKER
                        + "; choose an empty or a new folder)");
            }
            FileChannel lock = lock(folder);
            try {
                StateFile format = new StateFile(marker);
                State saved = format.saved();
                if (saved == null) {
                    format.save(() -> State.create().with(FORMAT, FORMAT_VERSION));
                } else if (saved.number(FORMAT) != FORMAT_VERSION) {
                    throw new IllegalArgumentException("data directory of another version: " + folder + " (format "
                            + saved.number(FORMAT) + ", here " + FORMAT_VERSION + ")");
                }
                DataDirectory directory = new DataDirectory(folder, sync, lock);
                directory.findStreams();
                return directory;
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("data directory cannot be used: " + folder + " (" + e + ")", e);
        }
    }

    private static void make(Path folder) throws IOException {
        if (Files.exists(folder)) {
            return;
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            // Records, and the secret of iterators, are their owner's.
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectory(folder);
        }
    }

    private static FileChannel lock(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held;
        try {
            held = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            held = null;
        }
        if (held == null) {
            channel.close();
            throw new IllegalArgumentException(
                    "data directory in use: " + folder + " (another service has it; stop that one, or choose another)");
        }
        return channel;
    }

    private void findStreams() throws IOException {
        Path all = folder.resolve("streams");
        Files.createDirectories(all);
        for (Path path : Disk.list(all)) {
            String name = path.getFileName().toString();
            if (name.endsWith(StreamFolder.DELETED)) {
                Disk.deleteFolder(path);
            } else if (STREAM_FOLDER.matcher(name).matches()) {
                lastNumber.set(Math.max(lastNumber.get(), Long.parseLong(name)));
                if (Files.exists(path.resolve(StreamFolder.STATE))) {
                    StreamFolder stream = new StreamFolder(path, sync, scan, used);
                    used.add(stream);
                    found.add(stream);
                } else {
                    // Nobody was told that this stream was made.
                    Disk.deleteFolder(path);
                }
            }
        }
    }

    private void tornTail(TornTail tail) {
        LOG.warn("torn tail cut off: file={} length={} cutBytes={}", tail.file(), tail.length(), tail.cutLength());
        tornTails.add(tail);
    }

    @Override
    public List<StreamStorage> streams() {
        return List.copyOf(found);
    }

    @Override
    public StreamStorage newStream() {
        Path path = folder.resolve("streams").resolve("%010d".formatted(lastNumber.incrementAndGet()));
        return new StreamFolder(path, sync, scan, used);
    }

    @Override
    public SavedPart part(String name) {
        return new StateFile(folder.resolve(name + ".json"));
    }

    /** What there was at the start, once the streams have been restored. */
    public Recovery recovery() {
        long recordCount = used.stream().mapToLong(StreamFolder::recordCount).sum();
        return new Recovery(used.size(), recordCount, tornTails);
    }

    @Override
    public void close() {
        used.forEach(StreamFolder::end);
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("data directory cannot be left: " + folder + " (" + e + ")", e);
        }
    }
}
