package dev.millrace.lambda.local.mapping;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A thread that makes batches of the records that it is handed, and delivers one after the other. */
final class ShardLane {

    private final RecordQueue queue;
    private final Batches batches;
    private final Consumer<Throwable> failed;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Thread thread;

    /**
     * A lane that is not started yet.
     *
     * @param failed is told what nobody expected; the mapping ends then
     */
    ShardLane(String name, RecordQueue queue, Batches batches, Consumer<Throwable> failed) {
        this.queue = queue;
        this.batches = batches;
        this.failed = failed;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void put(List<MappedRecord> records) throws StoppedException, InterruptedException {
        queue.put(records);
    }

    /** Completes when all records are done, or exceptionally when the lane has stopped before. */
    CompletableFuture<Void> finish() {
        queue.finish();
        return ended;
    }

    /** Completes, in whatever way, when the thread does nothing any more. */
    CompletableFuture<Void> stop() {
        queue.close();
        return ended;
    }

    private void run() {
        try {
            while (!queue.isFinished()) {
                List<MappedRecord> batch = queue.take(batches::together, batches.wakeAt());
                if (!batch.isEmpty()) {
                    batches.deliver(batch);
                } else if (!queue.isFinished()) {
                    batches.wake();
                }
            }
            batches.end();
            ended.complete(null);
        } catch (StoppedException | InterruptedException e) {
            ended.completeExceptionally(e);
        } catch (RuntimeException | Error e) {
            ended.completeExceptionally(e);
            failed.accept(e);
        }
    }
}
