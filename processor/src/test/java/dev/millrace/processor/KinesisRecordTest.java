package dev.millrace.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.record.AggregatedRecord;
import dev.millrace.record.AggregationLayout;
import dev.millrace.record.HashKey;
import dev.millrace.record.RecordAggregator;
import dev.millrace.record.RecordTag;
import dev.millrace.record.UserRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class KinesisRecordTest {

    private static final Instant ARRIVAL = Instant.parse("2026-03-04T05:06:07.089Z");
    private static final byte[] MAGIC = {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2};

    @Test
    void plainRecordIsOneRecord() {
        ReceivedRecord record = only(bytes("data"));
        assertThat(record.kind()).isEqualTo(RecordKind.PLAIN);
        assertThat(record.partitionKey()).isEqualTo("outer");
        assertThat(record.explicitHashKey()).isNull();
        assertThat(record.pinned()).isFalse();
        assertThat(record.corruptReason()).isNull();
        assertThat(text(record)).isEqualTo("data");
        assertThat(record.sequenceNumber()).isEqualTo("17");
        assertThat(record.subSequenceNumber()).isZero();
        assertThat(record.extendedSequenceNumber()).isEqualTo(ExtendedSequenceNumber.of("17"));
        assertThat(record.approximateArrival()).isEqualTo(ARRIVAL);
    }

    @Test
    void emptyRecordIsAPlainOne() {
        ReceivedRecord record = only(new byte[0]);
        assertThat(record.kind()).isEqualTo(RecordKind.PLAIN);
        assertThat(record.data().hasRemaining()).isFalse();
    }

    @Test
    void pinnedAggregateShowsTheUserRecordsAndNotThePin() {
        RecordAggregator aggregator = RecordAggregator.create();
        for (int i = 0; i < 3; i++) {
            aggregator.addUserRecord("key-" + i, bytes("data-" + i));
        }
        List<ReceivedRecord> records = kinesisRecord(sealed(aggregator)).open();
        assertThat(records).hasSize(3);
        for (int i = 0; i < 3; i++) {
            ReceivedRecord record = records.get(i);
            assertThat(record.kind()).isEqualTo(RecordKind.AGGREGATED);
            assertThat(record.partitionKey()).isEqualTo("key-" + i);
            assertThat(record.explicitHashKey()).isNull();
            assertThat(record.pinned()).isTrue();
            assertThat(record.corruptReason()).isNull();
            assertThat(text(record)).isEqualTo("data-" + i);
            assertThat(record.sequenceNumber()).isEqualTo("17");
            assertThat(record.subSequenceNumber()).isEqualTo(i);
            assertThat(record.extendedSequenceNumber()).isEqualTo(new ExtendedSequenceNumber("17", i));
            assertThat(record.approximateArrival()).isEqualTo(ARRIVAL);
        }
    }

    @Test
    void ownHashKeysAreShown() {
        RecordAggregator aggregator = RecordAggregator.builder()
                .layout(AggregationLayout.KPL)
                .frameLoneRecords(true)
                .build();
        aggregator.addUserRecord("low", HashKey.MIN, bytes("low"));
        aggregator.addUserRecord("high", HashKey.MAX, bytes("high"));
        aggregator.addUserRecord("none", bytes("none"));
        assertThat(kinesisRecord(sealed(aggregator)).open())
                .extracting(ReceivedRecord::explicitHashKey)
                .containsExactly(HashKey.MIN, HashKey.MAX, null);
    }

    @Test
    void tagsAreShown() {
        RecordAggregator aggregator = RecordAggregator.create();
        List<RecordTag> tags = List.of(new RecordTag("writer", "7"));
        aggregator.addUserRecord(UserRecord.of("key", "data").withTags(tags));
        aggregator.addUserRecord("key", "none");
        assertThat(kinesisRecord(sealed(aggregator)).open())
                .extracting(ReceivedRecord::tags)
                .containsExactly(tags, List.of());
        assertThat(only(bytes("plain")).tags()).isEmpty();
    }

    @Test
    void corruptRecordIsHandedOverRawWithItsReason() {
        // A record whose partition key index 0 has no entry in the (missing) table.
        byte[] data = framed(new byte[] {0x1A, 0x05, 0x08, 0x00, 0x1A, 0x01, 'x'});
        ReceivedRecord record = only(data);
        assertThat(record.kind()).isEqualTo(RecordKind.CORRUPT);
        assertThat(record.partitionKey()).isEqualTo("outer");
        assertThat(record.explicitHashKey()).isNull();
        assertThat(record.pinned()).isFalse();
        assertThat(record.corruptReason()).isEqualTo("partition key index without entry: index=0 entries=0: offset=6");
        assertThat(record.data()).isEqualTo(ByteBuffer.wrap(data));
        assertThat(record.subSequenceNumber()).isZero();
    }

    @Test
    void aggregateWithoutUserRecordsIsNothing() {
        // Only a partition key table.
        assertThat(kinesisRecord(framed(new byte[] {0x0A, 0x01, 'k'})).open()).isEmpty();
    }

    @Test
    void dataAreReadOnlyAndEveryBufferStartsAnew() {
        ByteBuffer source = ByteBuffer.wrap(bytes("..data..")).position(2).limit(6);
        KinesisRecord record = new KinesisRecord("17", "outer", ARRIVAL, source);
        assertThat(source.position()).isEqualTo(2);
        ReceivedRecord received = record.open().get(0);
        received.data().get();
        record.data().get();
        assertThat(text(received)).isEqualTo("data");
        assertThat(record.data().remaining()).isEqualTo(4);
        assertThat(received.data().isReadOnly()).isTrue();
        assertThat(record.data().isReadOnly()).isTrue();
    }

    @Test
    void payloadIsNotInTheTextForPeople() {
        assertThat(only(bytes("secret"))).hasToString("ReceivedRecord[kind=PLAIN partitionKey=outer at=17/0]");
    }

    @Test
    void payloadIsParsedByWhatTheCallerHas() {
        assertThat(only(bytes("42")).<Integer>parsed(payload -> Integer.valueOf(new String(payload, UTF_8))))
                .isEqualTo(42);
        assertThatThrownBy(() -> only(bytes("secret")).parsed(payload -> {
                    throw new IOException("no number");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("record cannot be parsed: at=17/0")
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void recordThatWasTakenApartElsewhereIsWhatItsProcessTells() {
        ReceivedRecord first = ReceivedRecord.opened(kinesisRecord(bytes("grüße")), 0);
        assertThat(first.kind()).isEqualTo(RecordKind.PLAIN);
        assertThat(first.extendedSequenceNumber()).isEqualTo(new ExtendedSequenceNumber("17", 0));
        assertThat(first.text()).isEqualTo("grüße");
        assertThat(first.bytes()).isEqualTo(bytes("grüße"));
        ReceivedRecord later = ReceivedRecord.opened(kinesisRecord(bytes("data")), 3);
        assertThat(later.kind()).isEqualTo(RecordKind.AGGREGATED);
        assertThat(later.extendedSequenceNumber()).isEqualTo(new ExtendedSequenceNumber("17", 3));
        assertThat(later.hashKey()).isEqualTo(HashKey.ofPartitionKey("outer"));
        assertThat(later.tags()).isEmpty();
    }

    @Test
    void corruptRecordThatWasReadElsewhereIsCorruptHereToo() {
        byte[] data = framed(new byte[] {0x1a, 0x02, 0x08, 0x00});
        ReceivedRecord record = ReceivedRecord.opened(kinesisRecord(data), 0);
        assertThat(record.kind()).isEqualTo(RecordKind.CORRUPT);
        assertThat(record.corruptReason()).isEqualTo(only(data).corruptReason()).isNotNull();
    }

    @Test
    void recordThatWasReadElsewhereNeedsAPlace() {
        KinesisRecord latest = new KinesisRecord("LATEST", "outer", ARRIVAL, ByteBuffer.allocate(0));
        assertThatThrownBy(() -> ReceivedRecord.opened(latest, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ReceivedRecord.opened(kinesisRecord(bytes("data")), -1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static ReceivedRecord only(byte[] data) {
        List<ReceivedRecord> records = kinesisRecord(data).open();
        assertThat(records).hasSize(1);
        return records.get(0);
    }

    private static KinesisRecord kinesisRecord(byte[] data) {
        return new KinesisRecord("17", "outer", ARRIVAL, ByteBuffer.wrap(data));
    }

    private static byte[] sealed(RecordAggregator aggregator) {
        List<AggregatedRecord> sealed = aggregator.clearAndGet();
        assertThat(sealed).hasSize(1);
        ByteBuffer data = sealed.get(0).data();
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        return bytes;
    }

    /** Magic bytes, the message, its digest. */
    private static byte[] framed(byte[] message) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(message);
            return ByteBuffer.allocate(MAGIC.length + message.length + digest.length)
                    .put(MAGIC)
                    .put(message)
                    .put(digest)
                    .array();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(ReceivedRecord record) {
        return StandardCharsets.UTF_8.decode(record.data()).toString();
    }
}
