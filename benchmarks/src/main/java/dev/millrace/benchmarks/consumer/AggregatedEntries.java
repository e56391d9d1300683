package dev.millrace.benchmarks.consumer;

import dev.millrace.record.AggregatedRecord;
import dev.millrace.record.RecordAggregator;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/**
 * One PutRecords request of aggregates of the producer's size, of user records of 100 bytes.
 *
 * @param entries the aggregates
 * @param userRecords in all of them
 */
public record AggregatedEntries(List<PutRecordsRequestEntry> entries, long userRecords) {

    /** Data of each user record. */
    static final int RECORD_BYTES = 100;

    private static final int ENTRIES = 64;

    /** The same at every call. */
    public static AggregatedEntries make() {
        Random random = new Random(1);
        List<PutRecordsRequestEntry> entries = new ArrayList<>();
        long userRecords = 0;
        while (entries.size() < ENTRIES) {
            RecordAggregator aggregator =
                    RecordAggregator.builder().maxSizeBytes(51_200).build();
            byte[] data = new byte[RECORD_BYTES];
            for (int i = 0; i < 430; i++) {
                random.nextBytes(data);
                aggregator.addUserRecord("key-" + random.nextInt(10_000), data);
            }
            for (AggregatedRecord record : aggregator.clearAndGet()) {
                userRecords += record.userRecordCount();
                entries.add(PutRecordsRequestEntry.builder()
                        .partitionKey(record.partitionKey())
                        .data(SdkBytes.fromByteBuffer(record.data()))
                        .build());
            }
        }
        return new AggregatedEntries(entries, userRecords);
    }
}
