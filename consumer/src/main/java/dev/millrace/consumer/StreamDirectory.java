package dev.millrace.consumer;

import dev.millrace.consumer.checkpoint.StoredPosition;
import dev.millrace.consumer.source.StreamNames;
import dev.millrace.processor.StartPosition;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilter;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** What the service says of a stream and its shards. Every method waits for the answer. */
final class StreamDirectory {

    private final KinesisAsyncClient client;
    private final String stream;

    /**
     * Where reading begins.
     *
     * @param positions to be stored, by shard
     * @param iterators at the tips of shards at that moment, by shard; with LATEST only
     */
    record Beginning(Map<String, StoredPosition> positions, Map<String, String> iterators) {}

    StreamDirectory(KinesisAsyncClient client, String stream) {
        this.client = client;
        this.stream = stream;
    }

    /** When the stream was created. */
    Instant created() {
        return summary().streamDescriptionSummary().streamCreationTimestamp();
    }

    String arn() {
        return summary().streamDescriptionSummary().streamARN();
    }

    List<Shard> shards() {
        return shards(null);
    }

    /**
     * The shards at which reading begins, each with its position. LATEST becomes a moment of the service's own clock,
     * so that it means the same after a crash; that clock is known to the second, so a crash before the first checkpoint
     * may repeat up to a second before the beginning. Until then the iterators are exact.
     */
    Beginning beginning(StartPosition start) {
        if (start instanceof StartPosition.TrimHorizon) {
            return new Beginning(
                    positions(filter(ShardFilterType.AT_TRIM_HORIZON, null), StoredPosition.TRIM_HORIZON), Map.of());
        }
        if (start instanceof StartPosition.AtTimestamp at) {
            ShardFilter filter = filter(ShardFilterType.AT_TIMESTAMP, at.moment());
            return new Beginning(positions(filter, StoredPosition.at(at.moment())), Map.of());
        }
        Map<String, StoredPosition> positions =
                positions(filter(ShardFilterType.AT_LATEST, null), StoredPosition.at(serviceSecond()));
        return new Beginning(positions, tips(positions));
    }

    private Map<String, StoredPosition> positions(ShardFilter filter, StoredPosition position) {
        Map<String, StoredPosition> positions = new LinkedHashMap<>();
        shards(filter).forEach(shard -> positions.put(shard.shardId(), position));
        return positions;
    }

    private Map<String, String> tips(Map<String, StoredPosition> positions) {
        Map<String, String> tips = new LinkedHashMap<>();
        for (String shardId : positions.keySet()) {
            GetShardIteratorRequest.Builder request = StreamNames.address(
                            GetShardIteratorRequest.builder(),
                            stream,
                            GetShardIteratorRequest.Builder::streamName,
                            GetShardIteratorRequest.Builder::streamARN)
                    .shardId(shardId)
                    .shardIteratorType(ShardIteratorType.LATEST);
            tips.put(shardId, await(client.getShardIterator(request.build())).shardIterator());
        }
        return tips;
    }

    /** The service's clock, as its answers tell it, to the second. */
    private Instant serviceSecond() {
        return summary()
                .sdkHttpResponse()
                .firstMatchingHeader("Date")
                .map(date -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)))
                .orElseGet(() -> Instant.ofEpochSecond(Instant.now().getEpochSecond()));
    }

    private DescribeStreamSummaryResponse summary() {
        return await(client.describeStreamSummary(StreamNames.address(
                        DescribeStreamSummaryRequest.builder(),
                        stream,
                        DescribeStreamSummaryRequest.Builder::streamName,
                        DescribeStreamSummaryRequest.Builder::streamARN)
                .build()));
    }

    private List<Shard> shards(@Nullable ShardFilter filter) {
        List<Shard> shards = new ArrayList<>();
        ListShardsResponse page = await(client.listShards(StreamNames.address(
                        ListShardsRequest.builder(),
                        stream,
                        ListShardsRequest.Builder::streamName,
                        ListShardsRequest.Builder::streamARN)
                .shardFilter(filter)
                .build()));
        shards.addAll(page.shards());
        while (page.nextToken() != null) {
            String token = page.nextToken();
            page = await(client.listShards(request -> request.nextToken(token)));
            shards.addAll(page.shards());
        }
        return shards;
    }

    private static ShardFilter filter(ShardFilterType type, @Nullable Instant moment) {
        return ShardFilter.builder().type(type).timestamp(moment).build();
    }

    private static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof SdkException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
