package dev.millrace.system.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.record.AggregatedRecord;
import dev.millrace.record.AggregationLayout;
import dev.millrace.record.HashKey;
import dev.millrace.record.HashKeyRange;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.kinesis.retrieval.AggregatorUtil;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/** Against the deaggregation of the KCL, of which every reader that is built on it is made. */
class KclDifferentialTest {

    private final AggregatorUtil kcl = new AggregatorUtil();

    @Test
    void whatIsWrittenHereReadsThereAsItWasPut() {
        Seeds.differentialRounds(random -> {
            WrittenAggregates written = WrittenAggregates.random(random);
            for (AggregatedRecord aggregate : written.aggregates()) {
                List<ReadRecord> read = userRecords(aggregate.data(), HashKeyRange.ALL);
                assertThat(read)
                        .hasSize(aggregate.userRecordCount())
                        .isEqualTo(elsewhere(written.expected(aggregate, read)))
                        .isEqualTo(elsewhere(MillraceReader.userRecords(Frame.message(aggregate.data()))));
            }
        });
    }

    @Test
    void pinnedAggregatesComeOutWholeInAnyShardThatOwnsTheOuterHashKey() {
        Seeds.differentialRounds(random -> {
            WrittenAggregates written = WrittenAggregates.random(random);
            for (AggregatedRecord aggregate : written.aggregates()) {
                HashKeyRange shard = around(Objects.requireNonNull(aggregate.explicitHashKey()), random);
                boolean whole = written.layout() == AggregationLayout.PINNED || shard.contains(aggregate.hashKeys());
                assertThat(userRecords(aggregate.data(), shard)).hasSize(whole ? aggregate.userRecordCount() : 0);
            }
        });
    }

    @Test
    void whatProtobufWritesReadsHereAsThere() {
        Seeds.differentialRounds(random -> {
            RandomMessage message = RandomMessage.sound(random);
            List<ReadRecord> read = userRecords(ByteBuffer.wrap(Frame.around(message.bytes())), HashKeyRange.ALL);
            assertThat(read)
                    .isEqualTo(elsewhere(message.userRecords()))
                    .isEqualTo(elsewhere(MillraceReader.userRecords(message.bytes())));
        });
    }

    @Test
    void whatIsNoAggregateIsHandedOnThere() {
        Seeds.differentialRounds(random -> {
            byte[] framed = Frame.around(RandomMessage.sound(random).bytes());
            framed[random.nextInt(framed.length)] ^= (byte) (1 << random.nextInt(8));
            List<KinesisClientRecord> read = kcl.deaggregate(List.of(kinesisRecord(ByteBuffer.wrap(framed))));
            assertThat(read).hasSize(1);
            assertThat(read.get(0).aggregated()).isFalse();
            assertThat(read.get(0).data()).isEqualTo(ByteBuffer.wrap(framed));
            assertThat(MillraceReader.isPlain(framed)).isTrue();
        });
    }

    /** What comes out for a worker that reads a shard with this range. */
    private List<ReadRecord> userRecords(ByteBuffer data, HashKeyRange shard) {
        List<KinesisClientRecord> records = kcl.deaggregate(
                List.of(kinesisRecord(data)),
                shard.start().toBigInteger(),
                shard.end().toBigInteger());
        List<ReadRecord> read = new ArrayList<>();
        for (KinesisClientRecord record : records) {
            assertThat(record.aggregated()).isTrue();
            assertThat(record.subSequenceNumber()).isEqualTo(read.size());
            read.add(ReadRecord.of(record));
        }
        return read;
    }

    private static List<ReadRecord> elsewhere(@Nullable List<ReadRecord> read) {
        return Objects.requireNonNull(read).stream().map(ReadRecord::elsewhere).toList();
    }

    private static KinesisClientRecord kinesisRecord(ByteBuffer data) {
        return KinesisClientRecord.builder()
                .partitionKey("outer")
                .sequenceNumber("1")
                .approximateArrivalTimestamp(Instant.EPOCH)
                .data(data)
                .build();
    }

    /** A shard that owns the key, from the whole space down to that key alone. */
    private static HashKeyRange around(HashKey key, SplittableRandom random) {
        BigInteger below = RandomText.hashKey(random).toBigInteger();
        BigInteger above = RandomText.hashKey(random).toBigInteger();
        BigInteger number = key.toBigInteger();
        return new HashKeyRange(
                HashKey.of(number.subtract(below).max(BigInteger.ZERO)),
                HashKey.of(number.add(above).min(HashKey.MAX.toBigInteger())));
    }
}
