package dev.millrace.cli.put;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Puts the lines of files as they come, until it is stopped or a line cannot be stored. A position is stored when all
 * lines before it are, so after a crash lines may be put twice, and none is left out.
 */
public final class Follower implements AutoCloseable {

    private static final long POLL_MILLIS = 100;
    private static final long SAVE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final PositionFolder positions;
    private final List<FollowedFile> files = new ArrayList<>();
    private final CountDownLatch stop = new CountDownLatch(1);

    /**
     * Follows these files.
     *
     * @throws dev.millrace.cli.io.BadInputException if another process has the state folder
     */
    public Follower(List<Path> paths, String stream, FollowOptions options, LinePutter putter, FollowNotices notices)
            throws IOException {
        this.positions = PositionFolder.open(options.stateFolder(), stream);
        try {
            for (Path path : paths) {
                FollowedFile file = new FollowedFile(path, options, putter, notices);
                files.add(file);
                file.begin(positions);
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Goes on until {@link #stop}; false if it ended because a line was not stored. */
    public boolean run() throws IOException, InterruptedException {
        long savedNanos = System.nanoTime();
        while (stop.getCount() > 0) {
            boolean busy = false;
            for (FollowedFile file : files) {
                busy |= stop.getCount() > 0 && file.poll();
            }
            long now = System.nanoTime();
            if (now - savedNanos >= SAVE_NANOS) {
                savedNanos = now;
                save();
            }
            if (files.stream().anyMatch(FollowedFile::hasFailed)) {
                return false;
            }
            if (!busy && stop.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        return true;
    }

    /** Ends {@link #run}; from any thread. */
    public void stop() {
        stop.countDown();
    }

    /** Stores how far all is well. */
    public synchronized void save() throws IOException {
        for (FollowedFile file : files) {
            file.save(positions);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        for (FollowedFile file : files) {
            file.close();
        }
        positions.close();
    }
}
