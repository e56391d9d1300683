package dev.millrace.local.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.record.HashKey;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class StreamMemoryTest {

    private static final int RECORDS = 1_000_000;
    private static final long LIMIT_BYTES = 400_000_000;

    @Test
    void millionRecordsOfAHundredBytesStayBelow400MegabytesOfHeap() {
        long before = usedBytes();
        Stream stream = new Streams(Clock.systemUTC())
                .create(new StreamName(new Account("000000000000", "us-east-1"), "large"), 4, false);
        for (int i = 0; i < RECORDS; i++) {
            String key = "partition-key-" + i;
            stream.put(new NewRecord(HashKey.ofPartitionKey(key), key, new byte[100]));
        }
        long used = usedBytes() - before;
        System.out.println("a million records of 100 bytes: heap=" + used / 1_000_000 + " MB");
        assertThat(used).isBetween(100L * RECORDS, LIMIT_BYTES);
        assertThat(stream.shards().stream().mapToInt(Shard::recordCount).sum()).isEqualTo(RECORDS);
    }

    private static long usedBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
