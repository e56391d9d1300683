package dev.millrace.kcl;

import dev.millrace.dynamodb.DynamoDbLocal;
import dev.millrace.local.LocalKinesis;
import dev.millrace.processor.RecordProcessorFactory;
import dev.millrace.processor.StartPosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;

/** A Kinesis and a DynamoDB on this machine, one of each for all tests. Streams and applications have names of their own. */
final class Services implements AutoCloseable {

    private static final Path LIBRARIES = Path.of("..", "dynamodb-local", "libraries", "target", "lib");
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final LocalKinesis service;
    private final DynamoDbLocal tables;
    private final KinesisAsyncClient kinesis;
    private final DynamoDbAsyncClient dynamoDb;

    private Services() throws IOException, InterruptedException {
        service = LocalKinesis.start();
        tables = DynamoDbLocal.inMemory(LIBRARIES);
        kinesis = at(service.endpoint(), KinesisAsyncClient.builder()).build();
        dynamoDb = at(tables.endpoint(), DynamoDbAsyncClient.builder()).build();
    }

    private static <B extends AwsClientBuilder<B, ?>> B at(URI endpoint, B builder) {
        return builder.endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
    }

    KinesisAsyncClient kinesis() {
        return kinesis;
    }

    DynamoDbAsyncClient dynamoDb() {
        return dynamoDb;
    }

    /** A name that nothing else has. */
    String newName() {
        return "test-" + NAMES.incrementAndGet();
    }

    /** A new stream; tests name their application as they name their stream. */
    String newStream(int shards) {
        String name = newName();
        service.createStream("us-east-1", name, shards);
        return name;
    }

    void createStream(String name, int shards) {
        service.createStream("us-east-1", name, shards);
    }

    /** A worker that reads a stream from its beginning, quick in all that the library lets one set. */
    KclWorkerBuilder worker(String stream, RecordProcessorFactory factory) {
        return worker(stream, StartPosition.trimHorizon(), factory);
    }

    KclWorkerBuilder worker(String stream, StartPosition start, RecordProcessorFactory factory) {
        return application(stream, factory).stream(stream, start);
    }

    KclWorkerBuilder application(String application, RecordProcessorFactory factory) {
        return KclWorker.builder(application, kinesis, dynamoDb, factory).configure(Quick::configure);
    }

    /** Puts a text under the partition key {@code key}; tells the shard and the sequence number. */
    PutRecordResponse put(String stream, String text) {
        return put(stream, StandardCharsets.UTF_8.encode(text), "0");
    }

    PutRecordResponse put(String stream, ByteBuffer data, String hashKey) {
        return kinesis.putRecord(request -> request.streamName(stream)
                        .partitionKey("key")
                        .explicitHashKey(hashKey)
                        .data(SdkBytes.fromByteBuffer(data)))
                .join();
    }

    List<Shard> openShards(String stream) {
        return kinesis
                .listShards(request ->
                        request.streamName(stream).shardFilter(filter -> filter.type(ShardFilterType.AT_LATEST)))
                .join()
                .shards()
                .stream()
                .sorted(Comparator.comparing(Shard::shardId))
                .toList();
    }

    /** Splits a stream's only shard in the middle. */
    void split(String stream) {
        kinesis.splitShard(request -> request.streamName(stream)
                        .shardToSplit(openShards(stream).get(0).shardId())
                        .newStartingHashKey("170141183460469231731687303715884105728"))
                .join();
    }

    /** The items of an application's leases, in the order of their keys. */
    List<Map<String, AttributeValue>> leases(String table) {
        List<Map<String, AttributeValue>> leases = new ArrayList<>();
        for (Map<String, AttributeValue> item : items(table)) {
            if (text(item, "entityType").equals("LEASE")) {
                leases.add(item);
            }
        }
        return leases;
    }

    List<Map<String, AttributeValue>> items(String table) {
        return dynamoDb.scan(request -> request.tableName(table).consistentRead(true)).join().items().stream()
                .sorted(Comparator.comparing(item -> String.valueOf(item.get("leaseKey"))))
                .toList();
    }

    static String text(Map<String, AttributeValue> item, String attribute) {
        return Objects.requireNonNull(item.get(attribute), attribute).s();
    }

    /** A text of a lease, such as its checkpoint; null if it has none. */
    @Nullable
    String lease(String table, String leaseKey, String attribute) {
        AttributeValue value = dynamoDb.getItem(request -> request.tableName(table)
                        .key(Map.of("leaseKey", AttributeValue.fromS(leaseKey)))
                        .consistentRead(true))
                .join()
                .item()
                .get(attribute);
        return value == null ? null : value.s();
    }

    @Override
    public void close() {
        kinesis.close();
        dynamoDb.close();
        tables.close();
        service.close();
    }

    /** Hands tests the services, which end with the last test. */
    static final class Extension implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Services.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(Namespace.create(Services.class))
                    .computeIfAbsent(Services.class, type -> start(), Services.class);
        }

        private static Services start() {
            try {
                return new Services();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
