package dev.millrace.cli.checkpoints;

import dev.millrace.cli.io.BadInputException;
import dev.millrace.kcl.ApplicationLeases;
import dev.millrace.kcl.ShardLeaseState;
import dev.millrace.kcl.ShardPosition;
import dev.millrace.kcl.StreamPositions;
import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.text.SafeText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** The lease table of workers on the Kinesis Client Library. */
public final class TablePlace implements CheckpointPlace {

    /** A worker reports itself every half a minute. */
    private static final Duration SILENCE = Duration.ofSeconds(90);

    private final String application;
    private final ApplicationLeases leases;
    private final KinesisAsyncClient kinesis;
    private final Duration failoverTime;
    private final @Nullable String onlyStream;

    /**
     * Nothing is asked yet.
     *
     * @param failoverTime of the application: whoever renews no lease for so long is gone
     * @param onlyStream the stream of an application whose table does not tell it, or null
     */
    public TablePlace(
            String application,
            DynamoDbAsyncClient tables,
            KinesisAsyncClient kinesis,
            Duration failoverTime,
            @Nullable String onlyStream) {
        this.application = application;
        this.leases = new ApplicationLeases(tables, application);
        this.kinesis = kinesis;
        this.failoverTime = failoverTime;
        this.onlyStream = onlyStream;
    }

    private List<ShardLeaseState> leases() {
        if (!leases.exists()) {
            throw new IllegalStateException("application has no lease table: " + SafeText.of(application)
                    + " (is its name right, and the region or --dynamodb-endpoint?)");
        }
        return leases.read();
    }

    @Override
    public List<StreamPositions> read() {
        Map<String, Map<String, ShardPosition>> shards = new LinkedHashMap<>();
        Map<String, Instant> created = new LinkedHashMap<>();
        for (ShardLeaseState lease : leases()) {
            String stream = lease.stream() == null ? onlyStream : lease.stream();
            if (stream == null) {
                throw new BadInputException("the lease table does not tell its stream: application="
                        + SafeText.of(application) + " (name it: --stream NAME)");
            }
            shards.computeIfAbsent(stream, name -> new LinkedHashMap<>()).put(lease.shardId(), lease.position());
            created.computeIfAbsent(
                    stream, name -> lease.streamCreated() == null ? created(name) : lease.streamCreated());
        }
        List<StreamPositions> streams = new ArrayList<>();
        shards.forEach((stream, positions) ->
                streams.add(new StreamPositions(stream, created.getOrDefault(stream, Instant.EPOCH), positions)));
        return streams;
    }

    private Instant created(String stream) {
        return kinesis.describeStreamSummary(request ->
                        (stream.startsWith("arn:") ? request.streamARN(stream) : request.streamName(stream)).build())
                .join()
                .streamDescriptionSummary()
                .streamCreationTimestamp();
    }

    @Override
    public List<ShardStatus> status() {
        return leases().stream()
                .map(lease -> new ShardStatus(
                        lease.stream() == null ? onlyStream : lease.stream(),
                        lease.shardId(),
                        lease.owner(),
                        lease.position(),
                        state(lease)))
                .toList();
    }

    private static String state(ShardLeaseState lease) {
        if (lease.position().place().equals(ExtendedSequenceNumber.SHARD_END)) {
            return "ended";
        }
        if (lease.owner() == null) {
            return "no owner";
        }
        Instant seen = lease.ownerSeen();
        return seen != null && seen.isBefore(Instant.now().minus(SILENCE)) ? "owner is silent" : "being read";
    }

    @Override
    public void requireUnused() {
        if (leases.isInUse(failoverTime)) {
            throw new IllegalStateException("workers of the application are alive: application="
                    + SafeText.of(application) + " (stop all of them first)");
        }
    }

    @Override
    public void store(List<StreamPositions> streams, boolean replace) {
        leases.store(kinesis, streams, replace);
    }
}
