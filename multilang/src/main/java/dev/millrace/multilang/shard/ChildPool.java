package dev.millrace.multilang.shard;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which child gets a shard: a running one that has asked for several and has room, or else a new one. Safe for use by many
 * threads.
 */
final class ChildPool {

    /** For a new child to say whether it takes several. */
    private static final long DECIDE_MILLIS = 30_000;

    private final int maxShards;
    private final Launch launch;
    private final List<ChildConnection> running = new ArrayList<>();

    /** Whether children take several; null while that is not known. */
    private @Nullable Boolean asked;

    private int starting;

    /** Starts a child. */
    interface Launch {
        ChildConnection start(String shardId, int maxShards, Runnable change) throws IOException;
    }

    ChildPool(int maxShards, Launch launch) {
        this.maxShards = maxShards;
        this.launch = launch;
    }

    /**
     * A session for a shard.
     *
     * @param alone whether the child is to have no other shard, ever
     * @throws IOException if no child can be started
     */
    ChildSession place(String shardId, boolean alone) throws IOException, InterruptedException {
        if (alone || maxShards == 1) {
            return launch.start(shardId, 1, () -> {}).begin(shardId);
        }
        synchronized (this) {
            ChildSession joined = join(shardId);
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DECIDE_MILLIS);
            for (long left = end - System.nanoTime();
                    joined == null && isUndecided() && left > 0;
                    left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
                joined = join(shardId);
            }
            if (joined != null) {
                return joined;
            }
            starting++;
        }
        boolean started = false;
        try {
            ChildConnection connection = launch.start(shardId, maxShards, this::changed);
            synchronized (this) {
                running.add(connection);
            }
            started = true;
            return connection.begin(shardId);
        } finally {
            synchronized (this) {
                starting--;
                if (!started) {
                    notifyAll();
                }
            }
        }
    }

    private @Nullable ChildSession join(String shardId) {
        running.removeIf(ChildConnection::isClosed);
        // Shards leave meanwhile: each count is read once.
        return running.stream()
                .map(connection -> Map.entry(connection.shardCount(), connection))
                .sorted(Map.Entry.comparingByKey())
                .map(counted -> counted.getValue().join(shardId))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Whether a child that is on its way may turn out to have room. */
    private boolean isUndecided() {
        if (Boolean.FALSE.equals(asked)) {
            return false;
        }
        return starting > 0 || running.stream().anyMatch(connection -> !connection.isDecided());
    }

    private synchronized void changed() {
        running.stream()
                .filter(connection -> connection.isDecided() && !connection.isClosed())
                .forEach(connection -> asked = connection.takesSeveral());
        notifyAll();
    }
}
