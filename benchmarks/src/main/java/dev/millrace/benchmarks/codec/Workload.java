package dev.millrace.benchmarks.codec;

import dev.millrace.record.AggregatedRecord;
import dev.millrace.record.AggregationLayout;
import dev.millrace.record.RecordAggregator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** What benchmarks of aggregates work on: user records of 100 bytes with distinct keys of 36 characters. */
public final class Workload {

    public static final int AGGREGATE_BYTES = 1024 * 1024;

    private static final int DATA_BYTES = 100;
    private static final long SEED = 20_260_101;

    private final List<String> partitionKeys = new ArrayList<>();
    private final List<byte[]> partitionKeyBytes = new ArrayList<>();
    private final List<byte[]> data = new ArrayList<>();
    private final byte[] aggregate;

    /** That of 1 MiB. */
    Workload(AggregationLayout layout) {
        this(layout, AGGREGATE_BYTES, 0);
    }

    /**
     * As many user records as go into an aggregated record.
     *
     * @param maxBytes of it
     * @param number of one of several, which have other records
     */
    public Workload(AggregationLayout layout, int maxBytes, int number) {
        Random random = new Random(SEED + number);
        RecordAggregator aggregator =
                RecordAggregator.builder().layout(layout).maxSizeBytes(maxBytes).build();
        while (true) {
            String key = new UUID(random.nextLong(), random.nextLong()).toString();
            byte[] payload = new byte[DATA_BYTES];
            random.nextBytes(payload);
            AggregatedRecord full = aggregator.addUserRecord(key, payload).orElse(null);
            if (full != null) {
                aggregate = bytes(full);
                return;
            }
            partitionKeys.add(key);
            partitionKeyBytes.add(key.getBytes(StandardCharsets.UTF_8));
            data.add(payload);
        }
    }

    int count() {
        return partitionKeys.size();
    }

    String partitionKey(int index) {
        return partitionKeys.get(index);
    }

    byte[] partitionKeyBytes(int index) {
        return partitionKeyBytes.get(index);
    }

    byte[] data(int index) {
        return data.get(index);
    }

    /** The aggregated record that holds them all. */
    public byte[] aggregate() {
        return aggregate;
    }

    /** The runtime's own, to be used again and again. */
    public static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] bytes(AggregatedRecord record) {
        ByteBuffer data = record.data();
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        return bytes;
    }
}
