package dev.millrace.multilang.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.multilang.ScriptedChild;
import dev.millrace.multilang.Service;
import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.ReceivedRecord;
import dev.millrace.record.RecordAggregator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Records that are no longer in memory come from the stream again, user record by user record. */
class StreamAgainTest {

    private static final int AGGREGATES = 6;

    @TempDir
    private Path folder;

    private static void putAggregates(Service service) {
        for (int i = 0; i < AGGREGATES; i++) {
            RecordAggregator aggregator = RecordAggregator.create();
            for (int j = 0; j < 4; j++) {
                var unused = aggregator.addUserRecord("key", "record " + i + "/" + j);
            }
            SdkBytes data =
                    SdkBytes.fromByteBuffer(aggregator.clearAndGet().get(0).data());
            var unused = service.client()
                    .putRecord(request -> request.streamName(Service.STREAM)
                            .partitionKey("key")
                            .data(data))
                    .join();
        }
    }

    private static List<List<ReceivedRecord>> batches(Service service) {
        String iterator = service.client()
                .getShardIterator(request -> request.streamName(Service.STREAM)
                        .shardId(ShardDriver.SHARD)
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .join()
                .shardIterator();
        List<List<ReceivedRecord>> batches = new ArrayList<>();
        for (Record record : service.client()
                .getRecords(request -> request.shardIterator(iterator))
                .join()
                .records()) {
            batches.add(Records.received(record));
        }
        return batches;
    }

    private static String place(ReceivedRecord record) {
        return record.sequenceNumber() + "/" + record.subSequenceNumber();
    }

    @Test
    void newChildGetsAllBehindTheCheckpointInsideAnAggregateToo() throws Exception {
        try (Service service = new Service(1);
                ShardDriver driver = new ShardDriver(service.client(), Service.STREAM)) {
            putAggregates(service);
            List<List<ReceivedRecord>> batches = batches(service);
            assertThat(batches).hasSize(AGGREGATES).allMatch(batch -> batch.size() == 4);
            String second = batches.get(1).get(0).sequenceNumber();
            String last = batches.get(AGGREGATES - 1).get(0).sequenceNumber();
            ScriptedChild child = new ScriptedChild(folder)
                    .on(
                            "processRecords",
                            "case $line in *'\"" + last + "\"'*) if first; then exit 1; fi ;; *'\"" + second
                                    + "\"'*) [ -e \"$folder/once\" ] || checkpoint '\"sequenceNumber\":\"" + second
                                    + "\",\"subSequenceNumber\":1'; : > \"$folder/once\" ;; esac; answer processRecords");
            // Room for one of the batches.
            driver.settings(new ChildSettings(Long.MAX_VALUE, 5_000, 10, 1_000, ChildProtocol.V2, 1));
            ChildShard shard = driver.begun(child);
            for (List<ReceivedRecord> batch : batches.subList(0, AGGREGATES - 1)) {
                driver.process(shard, batch);
            }
            List<ReceivedRecord> rest = batches.get(AGGREGATES - 1);
            assertThatThrownBy(() -> driver.process(shard, rest)).isInstanceOf(ChildFailedException.class);
            driver.process(shard, rest);

            List<String> all = batches.stream()
                    .flatMap(List::stream)
                    .map(StreamAgainTest::place)
                    .toList();
            assertThat(child.places(child.pids().get(0))).containsExactlyElementsOf(all);
            assertThat(child.places(child.pids().get(1))).containsExactlyElementsOf(all.subList(6, all.size()));
            shard.leaseLost();
        }
    }

    @Test
    void withoutACheckpointAllIsReadAgainFromTheFirstRecordOn() throws Exception {
        try (Service service = new Service(1);
                ShardDriver driver = new ShardDriver(service.client(), Service.STREAM)) {
            putAggregates(service);
            List<List<ReceivedRecord>> batches = batches(service);
            String last = batches.get(AGGREGATES - 1).get(0).sequenceNumber();
            ScriptedChild child = new ScriptedChild(folder)
                    .on(
                            "processRecords",
                            "case $line in *'\"" + last
                                    + "\"'*) if first; then exit 1; fi ;; esac; answer processRecords");
            driver.settings(new ChildSettings(Long.MAX_VALUE, 5_000, 10, 0, ChildProtocol.V2, 1));
            ChildShard shard = driver.shard(child);
            driver.begin(shard, ExtendedSequenceNumber.LATEST);
            for (List<ReceivedRecord> batch : batches.subList(2, AGGREGATES - 1)) {
                driver.process(shard, batch);
            }
            List<ReceivedRecord> rest = batches.get(AGGREGATES - 1);
            assertThatThrownBy(() -> driver.process(shard, rest)).isInstanceOf(ChildFailedException.class);
            driver.process(shard, rest);
            List<String> all = batches.subList(2, AGGREGATES).stream()
                    .flatMap(List::stream)
                    .map(StreamAgainTest::place)
                    .toList();
            assertThat(child.places(child.pids().get(1))).containsExactlyElementsOf(all);
            shard.leaseLost();
        }
    }
}
