package dev.millrace.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the caller puts: a partition key, some bytes, and perhaps an explicit hash key and tags.
 *
 * <p>The data are a read-only view of the caller's bytes, not a copy: they must not change until the record was
 * handed over to an aggregator or a producer, both of which copy.
 */
public final class UserRecord {

    private final String partitionKey;
    private final byte[] partitionKeyUtf8;
    private final @Nullable HashKey explicitHashKey;

    /** With an array, the caller's, whose position may move on; else a slice of its own. */
    private final ByteBuffer data;

    private final int dataOffset;
    private final int dataLength;
    private final RecordTags tags;
    private @Nullable HashKey hashKey;

    private UserRecord(String partitionKey, @Nullable HashKey explicitHashKey, ByteBuffer data) {
        this.partitionKey = Objects.requireNonNull(partitionKey, "partitionKey");
        this.partitionKeyUtf8 = PartitionKey.checkedUtf8(partitionKey);
        this.explicitHashKey = explicitHashKey;
        this.dataOffset = data.hasArray() ? data.position() : 0;
        this.dataLength = data.remaining();
        this.data = data.hasArray() ? data : data.slice();
        this.tags = RecordTags.NONE;
        this.hashKey = explicitHashKey;
    }

    private UserRecord(UserRecord untagged, RecordTags tags) {
        this.partitionKey = untagged.partitionKey;
        this.partitionKeyUtf8 = untagged.partitionKeyUtf8;
        this.explicitHashKey = untagged.explicitHashKey;
        this.data = untagged.data;
        this.dataOffset = untagged.dataOffset;
        this.dataLength = untagged.dataLength;
        this.tags = tags;
        this.hashKey = untagged.hashKey;
    }

    /**
     * A user record that goes where its partition key sends it.
     *
     * @param partitionKey 1 to 256 characters
     * @param data position and limit are respected and left alone; heap, direct and read-only buffers are accepted
     * @throws IllegalArgumentException if the key is empty, too long, or has no UTF-8 form
     */
    public static UserRecord of(String partitionKey, ByteBuffer data) {
        return new UserRecord(partitionKey, null, view(data));
    }

    /** A user record that goes where its partition key sends it. */
    public static UserRecord of(String partitionKey, byte[] data) {
        return new UserRecord(partitionKey, null, view(data));
    }

    /** A user record with the UTF-8 bytes of a text. */
    public static UserRecord of(String partitionKey, String data) {
        return new UserRecord(partitionKey, null, view(data.getBytes(StandardCharsets.UTF_8)));
    }

    /** A user record with an explicit hash key of its own, unless that is null. */
    public static UserRecord of(String partitionKey, @Nullable HashKey explicitHashKey, ByteBuffer data) {
        return new UserRecord(partitionKey, explicitHashKey, view(data));
    }

    /** A user record with an explicit hash key of its own, unless that is null. */
    public static UserRecord of(String partitionKey, @Nullable HashKey explicitHashKey, byte[] data) {
        return new UserRecord(partitionKey, explicitHashKey, view(data));
    }

    /** A user record with the UTF-8 bytes of a text and an explicit hash key of its own, unless that is null. */
    public static UserRecord of(String partitionKey, @Nullable HashKey explicitHashKey, String data) {
        return new UserRecord(partitionKey, explicitHashKey, view(data.getBytes(StandardCharsets.UTF_8)));
    }

    /** The same user record with these tags instead of its own. With any, it is always put in an aggregated record. */
    public UserRecord withTags(List<RecordTag> newTags) {
        return new UserRecord(this, RecordTags.of(newTags));
    }

    private static ByteBuffer view(ByteBuffer data) {
        return Objects.requireNonNull(data, "data");
    }

    private static ByteBuffer view(byte[] data) {
        return ByteBuffer.wrap(Objects.requireNonNull(data, "data"));
    }

    public String partitionKey() {
        return partitionKey;
    }

    /** Its bytes; not to be changed. */
    byte[] partitionKeyUtf8() {
        return partitionKeyUtf8;
    }

    /** The caller's own hash key, or null if the partition key decides. */
    public @Nullable HashKey explicitHashKey() {
        return explicitHashKey;
    }

    /** None, unless it was given some. */
    public List<RecordTag> tags() {
        return tags.list();
    }

    /** What its tags take in an aggregated record, in bytes. */
    public int tagSizeBytes() {
        return tags.fields().length;
    }

    /** The bytes of its tags, as they stand in a message; not to be changed. */
    byte[] tagFields() {
        return tags.fields();
    }

    /** The explicit hash key if there is one, else the MD5 of the partition key. Computed once. */
    public HashKey hashKey() {
        HashKey key = hashKey;
        if (key == null) {
            key = Md5.hashKey(partitionKeyUtf8);
            hashKey = key;
        }
        return key;
    }

    /** The payload, a fresh read-only buffer at position 0. */
    public ByteBuffer data() {
        return view().asReadOnlyBuffer();
    }

    private ByteBuffer view() {
        return data.hasArray()
                ? ByteBuffer.wrap(data.array(), data.arrayOffset() + dataOffset, dataLength)
                        .slice()
                : data;
    }

    /** Writes the payload to a message. */
    void writeData(MessageBytes target) {
        if (data.hasArray()) {
            target.bytes(data.array(), data.arrayOffset() + dataOffset, dataLength);
        } else {
            target.bytes(data);
        }
    }

    /** Bytes of the payload. */
    public int dataLength() {
        return dataLength;
    }

    /** What the service counts for this record when it is sent plain: payload and UTF-8 bytes of the key. */
    public long sizeBytes() {
        return (long) dataLength + partitionKeyUtf8.length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof UserRecord record
                && partitionKey.equals(record.partitionKey)
                && Objects.equals(explicitHashKey, record.explicitHashKey)
                && view().equals(record.view())
                && tags().equals(record.tags());
    }

    @Override
    public int hashCode() {
        return Objects.hash(partitionKey, explicitHashKey, view());
    }

    @Override
    public String toString() {
        return "UserRecord[partitionKey=" + partitionKey + " explicitHashKey=" + explicitHashKey + " dataLength="
                + dataLength + "]";
    }
}
