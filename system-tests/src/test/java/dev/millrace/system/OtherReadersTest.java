package dev.millrace.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.record.AggregatedRecord;
import dev.millrace.record.AggregationLayout;
import dev.millrace.record.HashKey;
import dev.millrace.record.HashKeyRange;
import dev.millrace.record.RecordAggregator;
import dev.millrace.record.RecordTag;
import dev.millrace.record.UserRecord;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random aggregates, made without a shard map, as the readers of the field in Java show them. They are read from one of 1
 * to 16 equal shards: the one that the aggregate's own hash key leads to.
 */
final class OtherReadersTest {

    private static final int AGGREGATES = 400;
    private static final int LARGEST_SHARD_COUNT = 16;

    private final long seed = Long.getLong("millrace.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @ParameterizedTest
    @EnumSource
    void everyRecordOfPinnedAggregatesIsShownOnceAndInOrder(OtherReader reader) throws Exception {
        OtherReader.Deaggregation deaggregation = reader.load();
        Tally tally = new Tally();
        for (int i = 0; i < AGGREGATES; i++) {
            List<UserRecord> given = userRecords();
            AggregatedRecord pinned = aggregate(AggregationLayout.PINNED, given);
            HashKey pin = outerHashKey(pinned);

            List<ShownRecord> shown = deaggregation.read(pinned.data(), randomShardOf(pin));

            tally.add(given.size(), shown.size());
            assertThat(shown).as(which(i)).isEqualTo(expected(given, pin.toString()));
        }
        report(reader, "pinned", tally);
        assertThat(tally.lost()).isZero();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LAMBDA_1_0")
    void aggregatesInKplLayoutVanishIfOneOfTheirRecordsIsOfAnotherShard(OtherReader reader) throws Exception {
        OtherReader.Deaggregation deaggregation = reader.load();
        Tally tally = new Tally();
        for (int i = 0; i < AGGREGATES; i++) {
            List<UserRecord> given = userRecords();
            AggregatedRecord aggregate = aggregate(AggregationLayout.KPL, given);
            HashKeyRange shard = randomShardOf(outerHashKey(aggregate));

            List<ShownRecord> shown = deaggregation.read(aggregate.data(), shard);

            tally.add(given.size(), shown.size());
            boolean atHome = given.stream().map(UserRecord::hashKey).allMatch(shard::contains);
            assertThat(shown).as(which(i)).isEqualTo(atHome ? expected(given, null) : List.of());
        }
        report(reader, "kpl", tally);
        assertThat(tally.lost()).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void nothingVanishesIfTheRangeIsEverything(OtherReader reader) throws Exception {
        OtherReader.Deaggregation deaggregation = reader.load();
        Tally tally = new Tally();
        for (int i = 0; i < AGGREGATES; i++) {
            List<UserRecord> given = userRecords();
            AggregatedRecord aggregate = aggregate(AggregationLayout.KPL, given);

            List<ShownRecord> shown = deaggregation.read(aggregate.data(), HashKeyRange.ALL);

            tally.add(given.size(), shown.size());
            assertThat(shown).as(which(i)).isEqualTo(expected(given, null));
        }
        report(reader, "kpl, no range", tally);
    }

    @ParameterizedTest
    @EnumSource
    void anAggregateWithoutRecordsIsShownAsNothing(OtherReader reader) throws Exception {
        ByteBuffer noRecords = frame("0A 01 61");

        assertThat(reader.load().read(noRecords, HashKeyRange.ALL)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNoAggregateIsShownAsItIs(OtherReader reader) throws Exception {
        for (ByteBuffer plain : List.of(bytes("plain"), frame(""), bytes(""))) {
            assertThat(reader.load().read(plain.duplicate(), HashKeyRange.only(HashKey.MIN)))
                    .containsExactly(new ShownRecord("outer", plain, null, 0));
        }
    }

    /** User records that went in, and those that came out. */
    private static final class Tally {

        private int aggregates;
        private int vanished;
        private int in;
        private int out;

        void add(int given, int shown) {
            aggregates++;
            vanished += shown == 0 ? 1 : 0;
            in += given;
            out += shown;
        }

        int lost() {
            return in - out;
        }

        @Override
        public String toString() {
            return "aggregates=" + aggregates + " vanished=" + vanished + " in=" + in + " out=" + out + " lost="
                    + lost();
        }
    }

    private void report(OtherReader reader, String layout, Tally tally) {
        System.out.println("reader=" + reader + " layout=" + layout + " " + tally + " -Dmillrace.seed=" + seed);
    }

    private String which(int aggregate) {
        return "-Dmillrace.seed=" + seed + " aggregate=" + aggregate;
    }

    private static List<ShownRecord> expected(List<UserRecord> given, @Nullable String explicitHashKey) {
        List<ShownRecord> expected = new ArrayList<>();
        for (UserRecord record : given) {
            expected.add(new ShownRecord(record.partitionKey(), record.data(), explicitHashKey, expected.size()));
        }
        return expected;
    }

    private List<UserRecord> userRecords() {
        List<UserRecord> records = new ArrayList<>();
        int count = 1 + random.nextInt(30);
        for (int i = 0; i < count; i++) {
            String key = i > 0 && random.nextInt(3) == 0
                    ? records.get(random.nextInt(i)).partitionKey()
                    : "key-" + random.nextInt();
            byte[] data = new byte[random.nextInt(100)];
            random.nextBytes(data);
            List<RecordTag> tags =
                    random.nextInt(4) == 0 ? List.of(new RecordTag("writer", String.valueOf(i))) : List.of();
            records.add(UserRecord.of(key, data).withTags(tags));
        }
        return records;
    }

    private static AggregatedRecord aggregate(AggregationLayout layout, List<UserRecord> records) {
        RecordAggregator aggregator =
                RecordAggregator.builder().layout(layout).frameLoneRecords(true).build();
        records.forEach(record -> assertThat(aggregator.addUserRecord(record)).isEmpty());
        List<AggregatedRecord> finished = aggregator.clearAndGet();
        assertThat(finished).hasSize(1);
        return finished.get(0);
    }

    private static HashKey outerHashKey(AggregatedRecord record) {
        HashKey own = record.explicitHashKey();
        return own == null ? HashKey.ofPartitionKey(record.partitionKey()) : own;
    }

    private HashKeyRange randomShardOf(HashKey key) {
        BigInteger keys = HashKey.MAX.toBigInteger().add(BigInteger.ONE);
        BigInteger length = keys.divide(BigInteger.valueOf(1 + random.nextInt(LARGEST_SHARD_COUNT)));
        BigInteger start = key.toBigInteger().divide(length).multiply(length);
        BigInteger end = start.add(length).min(keys).subtract(BigInteger.ONE);
        return new HashKeyRange(HashKey.of(start), HashKey.of(end));
    }

    private static ByteBuffer frame(String messageHex) throws Exception {
        byte[] message = HexFormat.ofDelimiter(" ").parseHex(messageHex);
        return ByteBuffer.allocate(4 + message.length + 16)
                .putInt(0xF3899AC2)
                .put(message)
                .put(MessageDigest.getInstance("MD5").digest(message))
                .flip();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
