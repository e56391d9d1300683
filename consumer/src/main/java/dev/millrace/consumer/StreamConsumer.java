package dev.millrace.consumer;

import dev.millrace.consumer.checkpoint.CheckpointStore;
import dev.millrace.consumer.checkpoint.StoredPosition;
import dev.millrace.consumer.source.FanOutConsumer;
import dev.millrace.consumer.source.RecordSource;
import dev.millrace.consumer.source.ShardStart;
import dev.millrace.consumer.source.Sources;
import dev.millrace.processor.PendingCheckpoint;
import dev.millrace.processor.StartPosition;
import dev.millrace.processor.StreamRecreatedException;
import dev.millrace.processor.engine.Backoff;
import dev.millrace.processor.engine.ShardCheckpointer;
import dev.millrace.processor.engine.ShardName;
import dev.millrace.processor.engine.ShardProcessing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/** Reads one stream: knows which of its shards may be read, and has a {@link ShardConsumer} for each. */
final class StreamConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(StreamConsumer.class);
    private static final long SYNC_MILLIS = 30_000;

    private final WorkerContext context;
    private final WorkerSettings settings;
    private final String stream;
    private final StartPosition start;
    private final StreamDirectory directory;
    private final Map<String, ShardConsumer> consumers = new ConcurrentHashMap<>();
    private final Map<String, String> firstIterators = new ConcurrentHashMap<>();
    private final Backoff listing = new Backoff(200, SYNC_MILLIS);
    private final Object syncLock = new Object();
    private volatile @Nullable Instant created;
    private volatile @Nullable FanOutConsumer fanOut;
    private volatile @Nullable Sources sources;
    private boolean stopping;

    StreamConsumer(WorkerContext context, String stream, StartPosition start) {
        this.context = context;
        this.settings = context.settings();
        this.stream = stream;
        this.start = start;
        this.directory = new StreamDirectory(settings.client(), stream);
    }

    /** Finds the stream and stores where reading begins, if it has no checkpoints yet. */
    void prepare(CheckpointStore store) {
        Instant now = directory.created();
        if (settings.reset()) {
            store.forget(stream);
        }
        Instant known = store.streamCreated(stream);
        if (known == null) {
            StreamDirectory.Beginning beginning = directory.beginning(start);
            store.begin(stream, now, beginning.positions());
            firstIterators.putAll(beginning.iterators());
        } else {
            checkCreated(known, now);
        }
        created = now;
        String consumerName = settings.fanOutConsumer();
        String consumerArn = null;
        if (consumerName != null) {
            FanOutConsumer consumer = new FanOutConsumer(settings.client(), directory.arn(), consumerName);
            consumerArn = consumer.register();
            fanOut = consumer;
        }
        sources = new Sources(
                settings.client(),
                consumerArn,
                settings.maxRecords(),
                settings.pace(),
                context,
                context.budget(),
                settings.engine().listener());
    }

    private void checkCreated(Instant known, Instant now) {
        // Compared by the second: some answers round the creation time, others do not.
        if (known.getEpochSecond() != now.getEpochSecond()) {
            throw new StreamRecreatedException(stream, known, now);
        }
    }

    /** Begins every shard that may be read now, and looks again later. */
    void keepInSync() {
        context.runAfter(syncShards(true) ? SYNC_MILLIS : listing.next(), this::keepInSync);
    }

    /**
     * Begins every shard that may be read now.
     *
     * @return whether the service told which ones
     */
    private boolean syncShards(boolean checkStream) {
        synchronized (syncLock) {
            if (stopping) {
                return true;
            }
            try {
                Instant known = created;
                if (checkStream && known != null) {
                    checkCreated(known, directory.created());
                }
                Map<String, StoredPosition> positions = context.store().positions(stream);
                new ShardTree(directory.shards()).readable(positions).forEach((shardId, position) -> {
                    if (!consumers.containsKey(shardId)) {
                        if (!positions.containsKey(shardId)) {
                            context.store().store(stream, shardId, position);
                        }
                        begin(shardId, position);
                    }
                });
                listing.reset();
                return true;
            } catch (SdkException e) {
                LOG.warn("shards cannot be listed now: stream={} cause={}", stream, e.toString());
                return false;
            }
        }
    }

    private void begin(String shardId, StoredPosition position) {
        Sources made = sources;
        if (made == null) {
            throw new IllegalStateException("the stream is not prepared: " + stream);
        }
        ShardName shard = new ShardName(stream, shardId);
        PendingCheckpoint pending = context.store().pending(stream, shardId);
        RecordSource source = made.of(shard, new ShardStart(position, firstIterators.remove(shardId)));
        ShardCheckpointer checkpointer = new ShardCheckpointer(
                shard,
                new StoreSink(context.store(), shard),
                settings.engine().listener(),
                position.place(),
                pending != null);
        ShardProcessing processing =
                new ShardProcessing(shard, settings.factory().create(), checkpointer, settings.engine());
        ShardConsumer consumer =
                new ShardConsumer(context, shard, source, processing, pending, () -> shardEnded(shardId));
        consumers.put(shardId, consumer);
        consumer.start();
    }

    private void shardEnded(String shardId) {
        synchronized (syncLock) {
            // Not while somebody goes by positions of before its end.
            consumers.remove(shardId);
        }
        beginChildren();
    }

    private void beginChildren() {
        if (!syncShards(false)) {
            context.runAfter(listing.next(), this::beginChildren);
        }
    }

    /** Asks every shard to stop; the futures complete when they have. */
    List<CompletableFuture<Void>> stop() {
        synchronized (syncLock) {
            stopping = true;
            return consumers.values().stream().map(ShardConsumer::stop).toList();
        }
    }

    /** Gives up those shards that have not stopped: they find out when they make a checkpoint. */
    void abandon() {
        consumers.values().forEach(ShardConsumer::abandon);
    }

    /** Removes the registered consumer, if that was asked for. */
    void deregister() {
        FanOutConsumer consumer = fanOut;
        if (consumer == null || !settings.deregister()) {
            return;
        }
        try {
            consumer.deregister();
        } catch (SdkException e) {
            LOG.warn("registered consumer was not removed: stream={} cause={}", stream, e.toString());
        }
    }
}
