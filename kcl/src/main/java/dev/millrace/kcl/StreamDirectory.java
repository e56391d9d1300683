package dev.millrace.kcl;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.arns.Arn;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryResponse;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilter;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;

/** What the service says of streams and their shards. Every method waits for the answer. */
final class StreamDirectory {

    private static final String ARN_PREFIX = "arn:";

    private final KinesisAsyncClient client;

    StreamDirectory(KinesisAsyncClient client) {
        this.client = client;
    }

    static boolean isArn(String nameOrArn) {
        return nameOrArn.startsWith(ARN_PREFIX);
    }

    /** Finds a stream by its name or ARN. */
    KinesisStream find(String nameOrArn) {
        DescribeStreamSummaryResponse response = Answers.await(client.describeStreamSummary(
                request -> (isArn(nameOrArn) ? request.streamARN(nameOrArn) : request.streamName(nameOrArn)).build()));
        StreamDescriptionSummary summary = response.streamDescriptionSummary();
        return new KinesisStream(
                summary.streamName(),
                Arn.fromString(summary.streamARN()),
                summary.streamCreationTimestamp(),
                serviceTime(response));
    }

    /** The service's clock. Its answers tell it to the second; within that second this machine's clock refines it. */
    private static Instant serviceTime(DescribeStreamSummaryResponse response) {
        Instant here = Instant.now();
        Instant there = response.sdkHttpResponse()
                .firstMatchingHeader("Date")
                .map(date -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)))
                .orElse(here);
        return here.getEpochSecond() == there.getEpochSecond() ? here : there;
    }

    /** The shards that a filter lets through. */
    List<Shard> shards(KinesisStream stream, ShardFilter filter) {
        List<Shard> shards = new ArrayList<>();
        ListShardsResponse page = Answers.await(client.listShards(
                request -> request.streamARN(stream.arn().toString()).shardFilter(filter)));
        shards.addAll(page.shards());
        while (page.nextToken() != null) {
            String token = page.nextToken();
            page = Answers.await(client.listShards(request -> request.nextToken(token)));
            shards.addAll(page.shards());
        }
        return shards;
    }
}
