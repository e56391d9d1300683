package dev.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.record.AggregatedRecord;
import dev.millrace.record.AggregationLayout;
import dev.millrace.record.RecordAggregator;
import dev.millrace.record.RecordTooLargeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(KinesisExtension.class)
class LoneRecordTest {

    private static final int MAX_AGGREGATE = 1_000;
    private static final int MAX_RECORD = 2_000;

    private final KinesisExtension.Kinesis kinesis;

    LoneRecordTest(KinesisExtension.Kinesis kinesis) {
        this.kinesis = kinesis;
    }

    @ParameterizedTest
    @EnumSource(AggregationLayout.class)
    void loneRecordIsStoredPlain(AggregationLayout layout) {
        TestStream stream = kinesis.stream(1);
        try (Producer producer = producer(layout)) {
            PutResult result = Await.result(producer.put(stream.name(), "key", Texts.bytes("data")));
            StreamContents.Found found = stream.contents().only();
            assertThat(found.framed()).isFalse();
            assertThat(found.partitionKey()).isEqualTo("key");
            assertThat(found.text()).isEqualTo("data");
            assertThat(found.place()).isEqualTo(StreamContents.Place.of(result));
        }
    }

    @ParameterizedTest
    @EnumSource(AggregationLayout.class)
    void loneRecordWhoseDataReadAsAnAggregateIsFramed(AggregationLayout layout) {
        TestStream stream = kinesis.stream(1);
        ByteBuffer data = aggregate(100);
        try (Producer producer = producer(layout)) {
            PutResult result = Await.result(producer.put(stream.name(), "key", data));
            StreamContents.Found found = stream.contents().only();
            assertThat(found.framed()).isTrue();
            assertThat(found.partitionKey()).isEqualTo("key");
            assertThat(found.data()).isEqualTo(data);
            assertThat(found.place()).isEqualTo(StreamContents.Place.of(result));
            assertThat(result.subSequenceNumber()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(AggregationLayout.class)
    void recordLargerThanAnAggregateGoesAlone(AggregationLayout layout) {
        TestStream stream = kinesis.stream(1);
        try (Producer producer = producer(layout)) {
            Await.result(producer.prepare(stream.name()));
            Puts puts = new Puts(producer, stream).some("before", 3);
            puts.put("large", "x".repeat(MAX_AGGREGATE));
            puts.put("larger", "y".repeat(MAX_RECORD - "larger".length()));
            puts.some("behind", 3);
            producer.flush();

            StreamContents contents = stream.contents();
            puts.assertStoredOnceAsAnswered(contents);
            assertThat(contents.records()).hasSize(3);
            assertThat(contents.userRecords())
                    .filteredOn(found -> found.partitionKey().startsWith("large"))
                    .noneMatch(StreamContents.Found::framed);
        }
    }

    @Test
    void largeRecordWhoseDataReadAsAnAggregateIsFramedAlone() {
        TestStream stream = kinesis.stream(1);
        ByteBuffer data = aggregate(MAX_AGGREGATE - 80);
        try (Producer producer = producer(AggregationLayout.PINNED)) {
            assertThat(data.remaining() + "key".length()).isLessThanOrEqualTo(MAX_AGGREGATE);
            Await.result(producer.put(stream.name(), "key", data));
            StreamContents.Found found = stream.contents().only();
            assertThat(found.framed()).isTrue();
            assertThat(found.data()).isEqualTo(data);
        }
    }

    @Test
    void tooLargeRecordIsRefusedAtOnceAndNothingIsAccepted() {
        TestStream stream = kinesis.stream(1);
        try (Producer producer = producer(AggregationLayout.PINNED)) {
            assertThatThrownBy(() -> producer.put(stream.name(), "key", new byte[MAX_RECORD - 2]))
                    .isInstanceOf(RecordTooLargeException.class)
                    .hasMessageContaining("bytes=2001 (max 2000");
            assertThat(producer.outstanding()).isEqualTo(new Outstanding(0, 0));
            Await.result(producer.put(stream.name(), "key", new byte[MAX_RECORD - 3]));
            assertThat(stream.contents().userRecords()).hasSize(1);
        }
    }

    @Test
    void recordThatIsTooLargeOnlyWithItsFrameIsRefusedToo() {
        TestStream stream = kinesis.stream(1);
        try (Producer producer = producer(AggregationLayout.PINNED)) {
            ByteBuffer data = aggregate(MAX_RECORD - 60);
            assertThatThrownBy(() -> producer.put(stream.name(), "key", data))
                    .isInstanceOf(RecordTooLargeException.class);
            assertThat(producer.outstanding()).isEqualTo(new Outstanding(0, 0));
            assertThat(producer.flush()).isEqualTo(new Outstanding(0, 0));
        }
    }

    @Test
    void callersBufferIsCopiedAndItsPositionLeftAlone() {
        TestStream stream = kinesis.stream(1);
        try (Producer producer = producer(AggregationLayout.PINNED)) {
            byte[] bytes = Texts.bytes("..data..");
            ByteBuffer data = ByteBuffer.wrap(bytes, 2, 4);
            var future = producer.put(stream.name(), "key", data);
            bytes[2] = 'X';
            assertThat(data.position()).isEqualTo(2);
            Await.result(future);
            assertThat(stream.contents().only().text()).isEqualTo("data");
        }
    }

    /** Bytes that a reader opens, of at least so many bytes and less than a frame more. */
    private static ByteBuffer aggregate(int length) {
        RecordAggregator aggregator = RecordAggregator.create();
        aggregator.addUserRecord("k", new byte[length - 80]);
        AggregatedRecord record = aggregator.clearAndGet().get(0);
        return record.data();
    }

    private Producer producer(AggregationLayout layout) {
        return Producer.builder(kinesis.client())
                .layout(layout)
                .linger(Duration.ofMillis(50))
                .maxAggregateBytes(MAX_AGGREGATE)
                .maxRecordBytes(MAX_RECORD)
                .build();
    }
}
