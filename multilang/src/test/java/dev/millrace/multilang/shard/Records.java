package dev.millrace.multilang.shard;

import dev.millrace.processor.KinesisRecord;
import dev.millrace.processor.ReceivedRecord;
import dev.millrace.record.AggregatedRecord;
import dev.millrace.record.RecordAggregator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.kinesis.model.Record;

/** Records as an engine hands them over. */
final class Records {

    private Records() {}

    static List<ReceivedRecord> plain(String sequenceNumber) {
        return record(sequenceNumber, StandardCharsets.UTF_8.encode("data " + sequenceNumber));
    }

    static List<ReceivedRecord> of(String sequenceNumber, String text) {
        return record(sequenceNumber, StandardCharsets.UTF_8.encode(text));
    }

    static List<ReceivedRecord> of(String sequenceNumber, ByteBuffer data) {
        return record(sequenceNumber, data);
    }

    private static List<ReceivedRecord> record(String sequenceNumber, ByteBuffer data) {
        return new KinesisRecord(sequenceNumber, "key", Instant.ofEpochMilli(1_700_000_000_123L), data).open();
    }

    /** So many user records in one Kinesis record. */
    static List<ReceivedRecord> aggregated(String sequenceNumber, int count) {
        RecordAggregator aggregator = RecordAggregator.create();
        for (int i = 0; i < count; i++) {
            var unused = aggregator.addUserRecord("key", "data " + i);
        }
        AggregatedRecord aggregate = aggregator.clearAndGet().get(0);
        return record(sequenceNumber, aggregate.data());
    }

    /** As a service gave it. */
    static List<ReceivedRecord> received(Record record) {
        return new KinesisRecord(
                        record.sequenceNumber(),
                        record.partitionKey(),
                        record.approximateArrivalTimestamp(),
                        record.data().asByteBuffer())
                .open();
    }
}
