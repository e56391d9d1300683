package dev.millrace.cli.put;

import dev.millrace.cli.io.HttpThreads;
import dev.millrace.local.LocalKinesis;
import dev.millrace.record.Deaggregation;
import dev.millrace.record.RecordDeaggregator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** A service with a stream of lines, read with the plain SDK. Bytes are shown as ISO 8859-1, so that none is lost. */
public final class StoredLines implements AutoCloseable {

    public static final String STREAM = "lines";

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String REGION = "us-east-1";

    private final LocalKinesis kinesis = LocalKinesis.start();
    private final KinesisAsyncClient client = KinesisAsyncClient.builder()
            .httpClientBuilder(HttpThreads.httpClient())
            .endpointOverride(kinesis.endpoint())
            .region(Region.of(REGION))
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
            .build();

    public StoredLines(int shards) {
        kinesis.createStream(REGION, STREAM, shards);
    }

    public LocalKinesis kinesis() {
        return kinesis;
    }

    public String endpoint() {
        return kinesis.endpoint().toString();
    }

    KinesisAsyncClient client() {
        return client;
    }

    /** A client whose puts are refused for good. */
    KinesisAsyncClient withoutAccess() {
        return new KinesisAsyncClient() {
            @Override
            public CompletableFuture<ListShardsResponse> listShards(ListShardsRequest request) {
                return client.listShards(request);
            }

            @Override
            public CompletableFuture<PutRecordsResponse> putRecords(PutRecordsRequest request) {
                return CompletableFuture.failedFuture(KinesisException.builder()
                        .message("no access")
                        .statusCode(400)
                        .awsErrorDetails(AwsErrorDetails.builder()
                                .errorCode("AccessDeniedException")
                                .errorMessage("no access")
                                .build())
                        .build());
            }

            @Override
            public String serviceName() {
                return client.serviceName();
            }

            @Override
            public void close() {}
        };
    }

    /** All that is stored, shard by shard in its order. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Shard shard :
                client.listShards(request -> request.streamName(STREAM)).join().shards()) {
            String iterator = client.getShardIterator(request -> request.streamName(STREAM)
                            .shardId(shard.shardId())
                            .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                    .join()
                    .shardIterator();
            GetRecordsResponse response = read(iterator);
            while (!response.records().isEmpty()) {
                response.records().forEach(record -> add(record, lines));
                response = read(response.nextShardIterator());
            }
        }
        return lines;
    }

    private GetRecordsResponse read(String iterator) {
        return client.getRecords(request -> request.shardIterator(iterator)).join();
    }

    /** Kinesis records, aggregated or not. */
    public List<Record> records() {
        String iterator = client.getShardIterator(request -> request.streamName(STREAM)
                        .shardId("shardId-000000000000")
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .join()
                .shardIterator();
        return read(iterator).records();
    }

    private static void add(Record record, List<String> lines) {
        ByteBuffer data = record.data().asByteBuffer();
        if (RecordDeaggregator.create().deaggregate(data) instanceof Deaggregation.Aggregated aggregated) {
            aggregated.userRecords().forEach(userRecord -> lines.add(text(userRecord.data())));
        } else {
            lines.add(text(data));
        }
    }

    private static String text(ByteBuffer data) {
        return StandardCharsets.ISO_8859_1.decode(data.duplicate()).toString();
    }

    /** Waits until what is stored is like this. */
    public List<String> await(Predicate<List<String>> condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        List<String> lines = lines();
        while (!condition.test(lines)) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("waited " + LIMIT + " in vain, stored: " + lines.size() + " lines, the last "
                        + lines.subList(Math.max(0, lines.size() - 5), lines.size()));
            }
            LockSupport.parkNanos(20_000_000);
            lines = lines();
        }
        return lines;
    }

    @Override
    public void close() {
        client.close();
        kinesis.close();
    }
}
