package dev.millrace.benchmarks.codec;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import software.amazon.kinesis.retrieval.kpl.Messages;

/**
 * An aggregator in the way in which kinesis-aggregation's second Java version works: a protobuf builder that every
 * record is added to, sorted maps from key to index, boxed sizes, an explicit hash key made for every record byte by
 * byte through big numbers, checked and indexed, one message built and copied at the end.
 *
 * <p>Unlike that one it does not store the hash keys that nobody gave, so that its bytes are the KPL's and ours. That
 * is in its favour.
 */
final class ProtobufAggregator {

    private static final byte[] MAGIC = {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2};
    private static final int DIGEST_BYTES = 16;
    private static final BigInteger MAX_HASH_KEY = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);

    private final Integer maxBytes;
    private final Messages.AggregatedRecord.Builder message = Messages.AggregatedRecord.newBuilder();
    private final SortedKeys partitionKeys = new SortedKeys();
    private final SortedKeys explicitHashKeys = new SortedKeys();
    private final MessageDigest md5 = Workload.md5();
    private Integer sizeBytes = MAGIC.length + DIGEST_BYTES;
    private @Nullable String outerExplicitHashKey;

    ProtobufAggregator(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Adds the record; false if it does not fit. */
    boolean addUserRecord(String partitionKey, byte[] data) {
        if (partitionKey.getBytes(StandardCharsets.UTF_8).length > 256) {
            throw new IllegalArgumentException("partition key too long");
        }
        String explicitHashKey = inventedHashKey(partitionKey);
        BigInteger number = new BigInteger(explicitHashKey);
        if (number.signum() < 0 || number.compareTo(MAX_HASH_KEY) > 0) {
            throw new IllegalArgumentException("hash key out of range");
        }
        Integer size = recordSize(partitionKey, data);
        if (sizeBytes + size > maxBytes) {
            return false;
        }
        sizeBytes = sizeBytes + size;
        Messages.Record.Builder record = Messages.Record.newBuilder().setData(ByteString.copyFrom(data));
        if (!partitionKeys.contains(partitionKey)) {
            message.addPartitionKeyTable(partitionKey);
        }
        record.setPartitionKeyIndex(partitionKeys.add(partitionKey));
        explicitHashKeys.add(explicitHashKey);
        message.addRecords(record.build());
        if (outerExplicitHashKey == null) {
            outerExplicitHashKey = explicitHashKey;
        }
        return true;
    }

    byte[] toRecordBytes() {
        byte[] body = message.build().toByteArray();
        byte[] digest = md5.digest(body);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(sizeBytes);
        bytes.write(MAGIC, 0, MAGIC.length);
        bytes.write(body, 0, body.length);
        bytes.write(digest, 0, digest.length);
        return bytes.toByteArray();
    }

    private String inventedHashKey(String partitionKey) {
        byte[] digest = md5.digest(partitionKey.getBytes(StandardCharsets.UTF_8));
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < digest.length; i++) {
            BigInteger part = new BigInteger(String.valueOf(digest[i] & 0xFF));
            sum = sum.add(part.shiftLeft((digest.length - 1 - i) * 8));
        }
        return sum.toString(10);
    }

    private Integer recordSize(String partitionKey, byte[] data) {
        Integer size = 0;
        if (!partitionKeys.contains(partitionKey)) {
            Integer length = partitionKey.getBytes(StandardCharsets.UTF_8).length;
            size = size + 1 + varintSize(length) + length;
        }
        Integer inner = 1 + varintSize(partitionKeys.indexOf(partitionKey));
        inner = inner + 1 + varintSize(data.length) + data.length;
        return size + 1 + varintSize(inner) + inner;
    }

    private static Integer varintSize(long value) {
        return Math.max(1, (70 - Long.numberOfLeadingZeros(value)) / 7);
    }
}
