package dev.millrace.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.lambda.forwarder.Forwarder;
import dev.millrace.lambda.forwarder.ForwarderSettings;
import dev.millrace.local.junit.KinesisStream;
import dev.millrace.local.junit.LocalKinesisExtension;
import dev.millrace.record.AggregatedRecord;
import dev.millrace.record.RecordAggregator;
import dev.millrace.record.UserRecord;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** What the forwarder puts into its target, as the other languages' libraries read it there. */
@Tag("interop")
@ExtendWith(LocalKinesisExtension.class)
class ForwardedReadByOthersTest {

    private static final int MAGIC = 0xF3899AC2;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RandomRecords random = new RandomRecords(seeded());

    private static long seeded() {
        long seed = RandomRecords.seed();
        System.out.println("-Dmillrace.seed=" + seed);
        return seed;
    }

    @ParameterizedTest
    @EnumSource
    void everyUserRecordIsRead(Language language, KinesisAsyncClient client, @KinesisStream(shards = 3) String target)
            throws Exception {
        List<UserRecord> userRecords = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            boolean own = i % 5 == 0;
            userRecords.addAll(random.some(() -> own ? random.hashKey() : null));
        }
        forward(client, target, userRecords);

        List<String> found = new ArrayList<>();
        int aggregates = 0;
        try (Script script = Script.start(language.script("aggregates", "read"))) {
            for (Record record : records(client, target)) {
                ByteBuffer data = record.data().asByteBuffer();
                if (data.remaining() < 4 || data.getInt(0) != MAGIC) {
                    found.add(shown(record.partitionKey(), RandomRecords.base64(data)));
                    continue;
                }
                aggregates++;
                String line = JsonNodeFactory.instance
                        .objectNode()
                        .put("data", RandomRecords.base64(data))
                        .toString();
                for (JsonNode one :
                        JSON.readTree(script.ask(List.of(line)).get(0)).required("userRecords")) {
                    found.add(shown(
                            one.required("partitionKey").textValue(),
                            one.required("data").textValue()));
                }
            }
            assertThat(script.end()).isEmpty();
        }
        assertThat(aggregates).isPositive();
        assertThat(found)
                .containsExactlyInAnyOrderElementsOf(userRecords.stream()
                        .map(record -> shown(record.partitionKey(), RandomRecords.base64(record.data())))
                        .toList());
    }

    private static String shown(String partitionKey, String base64) {
        return partitionKey + "=" + base64;
    }

    private static void forward(KinesisAsyncClient client, String target, List<UserRecord> userRecords) {
        RecordAggregator aggregator =
                RecordAggregator.builder().maxSizeBytes(20_000).build();
        List<AggregatedRecord> aggregates = new ArrayList<>();
        userRecords.forEach(record -> aggregator.addUserRecord(record).ifPresent(aggregates::add));
        aggregates.addAll(aggregator.clearAndGet());
        KinesisEvent event = new KinesisEvent();
        event.setRecords(new ArrayList<>());
        for (AggregatedRecord aggregate : aggregates) {
            KinesisEvent.Record kinesis = new KinesisEvent.Record();
            kinesis.setPartitionKey(aggregate.partitionKey());
            kinesis.setSequenceNumber(
                    Integer.toString(1_000 + event.getRecords().size()));
            kinesis.setData(ByteBuffer.wrap(Base64.getDecoder().decode(RandomRecords.base64(aggregate.data()))));
            KinesisEventRecord record = new KinesisEventRecord();
            record.setKinesis(kinesis);
            event.getRecords().add(record);
        }
        try (Forwarder forwarder =
                new Forwarder(client, ForwarderSettings.of(Map.of("MILLRACE_FORWARD_STREAM", target)))) {
            assertThat(forwarder.forward(event, context()).getBatchItemFailures())
                    .isEmpty();
        }
    }

    private static Context context() {
        return (Context) Proxy.newProxyInstance(
                Context.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getRemainingTimeInMillis")) {
                        return 60_000;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    private static List<Record> records(KinesisAsyncClient client, String stream) {
        List<Record> records = new ArrayList<>();
        for (Shard shard :
                client.listShards(request -> request.streamName(stream)).join().shards()) {
            String iterator = client.getShardIterator(request -> request.streamName(stream)
                            .shardId(shard.shardId())
                            .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                    .join()
                    .shardIterator();
            GetRecordsResponse page;
            do {
                String current = iterator;
                page = client.getRecords(request -> request.shardIterator(current))
                        .join();
                records.addAll(page.records());
                iterator = page.nextShardIterator();
            } while (!page.records().isEmpty());
        }
        return records;
    }
}
