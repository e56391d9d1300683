package dev.millrace.consumer;

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
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryResponse;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilter;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;

/** What the service says of a stream and its shards. Every method waits for the answer. */
final class StreamDirectory {

    private final KinesisAsyncClient client;
    private final String stream;

    StreamDirectory(KinesisAsyncClient client, String stream) {
        this.client = client;
        this.stream = stream;
    }

    /** When the stream was created. */
    Instant created() {
        return summary().streamDescriptionSummary().streamCreationTimestamp();
    }

    List<Shard> shards() {
        return shards(null);
    }

    /**
     * The shards at which reading begins, each with its position. LATEST becomes a moment of the service's own clock,
     * so that it means the same after a crash.
     */
    Map<String, StoredPosition> firstPositions(StartPosition start) {
        Map<String, StoredPosition> positions = new LinkedHashMap<>();
        if (start instanceof StartPosition.TrimHorizon) {
            ShardFilter filter = filter(ShardFilterType.AT_TRIM_HORIZON, null);
            shards(filter).forEach(shard -> positions.put(shard.shardId(), StoredPosition.TRIM_HORIZON));
            return positions;
        }
        boolean latest = start instanceof StartPosition.Latest;
        Instant moment = start instanceof StartPosition.AtTimestamp at ? at.moment() : serviceNow();
        ShardFilter filter =
                latest ? filter(ShardFilterType.AT_LATEST, null) : filter(ShardFilterType.AT_TIMESTAMP, moment);
        shards(filter).forEach(shard -> positions.put(shard.shardId(), StoredPosition.at(moment)));
        return positions;
    }

    /** The service's clock. Its answers tell it to the second; within that second this machine's clock refines it. */
    private Instant serviceNow() {
        DescribeStreamSummaryResponse summary = summary();
        Instant here = Instant.now();
        Instant there = summary.sdkHttpResponse()
                .firstMatchingHeader("Date")
                .map(date -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)))
                .orElse(here);
        boolean sameSecond = here.getEpochSecond() == there.getEpochSecond();
        return sameSecond ? here : there;
    }

    private DescribeStreamSummaryResponse summary() {
        return await(client.describeStreamSummary(request -> request.streamName(stream)));
    }

    private List<Shard> shards(@Nullable ShardFilter filter) {
        List<Shard> shards = new ArrayList<>();
        ListShardsResponse page =
                await(client.listShards(request -> request.streamName(stream).shardFilter(filter)));
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
