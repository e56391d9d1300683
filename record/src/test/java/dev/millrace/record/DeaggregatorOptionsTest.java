package dev.millrace.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeaggregatorOptionsTest {

    private static final RecordDeaggregator UNVERIFIED =
            RecordDeaggregator.builder().verifyDigest(false).build();
    private static final byte[] MESSAGE = HandMade.hex(
            "0A 01 61", // partition key table, entry 0: a
            "0A 01 62", // partition key table, entry 1: b
            "12 01 37", // explicit hash key table, entry 0: 7
            "1A 05 08 00 1A 01 AA", // record: key 0
            "1A 07 08 00 10 00 1A 01 BB", // record: key 0, explicit hash key 0
            "1A 05 08 01 1A 01 CC"); // record: key 1
    private static final byte[] AGGREGATE = HandMade.frame(MESSAGE);
    private static final byte[] PLAIN = {1, 2, 3};

    /** The digest matches; the message is field 0. */
    private static final byte[] CORRUPT = HandMade.frame(new byte[] {0});

    private static final HashKey HASH_OF_A = HashKey.ofPartitionKey("a");

    @Test
    void digestIsVerifiedByDefault() {
        byte[] wrong = withWrongDigest(AGGREGATE);
        for (RecordDeaggregator each : List.of(
                RecordDeaggregator.create(), RecordDeaggregator.builder().build())) {
            assertThat(kinds(each, wrong, AGGREGATE))
                    .containsExactly("Plain", "Aggregated", "Aggregated", "Aggregated");
        }
        assertThat(kinds(RecordDeaggregator.builder().verifyDigest(true).build(), wrong))
                .containsExactly("Plain");
    }

    @Test
    void nothingIsLeftOutByDefault() {
        Deaggregation.Aggregated result = read(RecordDeaggregator.create());
        assertThat(numbers(result.userRecords())).containsExactly(0, 1, 2);
        assertThat(result.leftOut()).isEmpty();
    }

    @Test
    void messageUnderAWrongDigestIsReadOnRequest() {
        List<DeaggregatedRecord<byte[]>> results = EveryWay.read(UNVERIFIED, List.of(withWrongDigest(AGGREGATE)));
        assertThat(results).hasSize(3);
        assertThat(((Deaggregation.Aggregated) UNVERIFIED.deaggregate(withWrongDigest(AGGREGATE))).userRecords())
                .isEqualTo(read(RecordDeaggregator.create()).userRecords());
    }

    @Test
    void messageThatCannotBeReadIsJudgedByItsDigest() {
        assertThat(kinds(UNVERIFIED, CORRUPT)).containsExactly("Corrupt");
        assertThat(kinds(UNVERIFIED, withWrongDigest(CORRUPT))).containsExactly("Plain");
    }

    @Test
    void recordWithoutMagicOrMessageIsPlainInAnyCase() {
        byte[] otherMagic = AGGREGATE.clone();
        otherMagic[3] ^= 1;
        assertThat(kinds(UNVERIFIED, otherMagic, new byte[0], HandMade.frame(new byte[0])))
                .containsOnly("Plain");
    }

    @Test
    void digestDoesNotMatterForWhatIsWhole() {
        Seeds.rounds(500, random -> {
            byte[] aggregate = RandomRecords.aggregate(random);
            List<DeaggregatedRecord<byte[]>> verified = EveryWay.read(RecordDeaggregator.create(), List.of(aggregate));
            assertThat(EveryWay.read(UNVERIFIED, List.of(aggregate))).isEqualTo(verified);
        });
    }

    @Test
    void filterGoesByExplicitHashKeyElseByHashOfThePartitionKey() {
        Deaggregation.Aggregated own = read(only(HashKeyRange.only(HashKey.of(0, 7))));
        assertThat(numbers(own.userRecords())).containsExactly(1);
        assertThat(numbers(own.leftOut())).containsExactly(0, 2);

        Deaggregation.Aggregated hashed = read(only(HashKeyRange.only(HASH_OF_A)));
        assertThat(numbers(hashed.userRecords())).containsExactly(0);
        assertThat(numbers(hashed.leftOut())).containsExactly(1, 2);
    }

    @Test
    void filterGoesByThePinWhereThereIsOne() {
        RecordAggregator aggregator = RecordAggregator.create();
        aggregator.addUserRecord("a", new byte[] {1});
        aggregator.addUserRecord("b", new byte[] {2});
        byte[] pinned = ReadBack.bytes(aggregator.clearAndGet().get(0).data());
        assertThat(kinds(only(HashKeyRange.only(HASH_OF_A)), pinned)).containsExactly("Aggregated", "Aggregated");
        assertThat(kinds(only(HashKeyRange.only(HashKey.ofPartitionKey("b"))), pinned))
                .containsExactly("LeftOut", "LeftOut");
    }

    @Test
    void subSequenceNumbersAreThoseWithoutFilter() {
        List<DeaggregatedRecord<byte[]>> results =
                EveryWay.read(only(HashKeyRange.only(HASH_OF_A)), List.of(AGGREGATE, AGGREGATE));
        assertThat(results).extracting(DeaggregatedRecord::subSequenceNumber).containsExactly(0, 1, 2, 0, 1, 2);
    }

    @Test
    void plainCorruptAndEmptyRecordsPassTheFilter() {
        byte[] empty = HandMade.frame(HandMade.hex("0A 01 61"));
        assertThat(kinds(only(HashKeyRange.only(HashKey.MIN)), PLAIN, CORRUPT, empty))
                .containsExactly("Plain", "Corrupt", "Empty");
    }

    @Test
    void aggregateThatIsLeftOutAltogetherIsReported() {
        RecordDeaggregator nothing = only(HashKeyRange.only(HashKey.MIN));
        assertThat(kinds(nothing, AGGREGATE)).containsExactly("LeftOut", "LeftOut", "LeftOut");
        assertThat(read(nothing).userRecords()).isEmpty();
        assertThat(numbers(read(nothing).leftOut())).containsExactly(0, 1, 2);
    }

    @Test
    void bothEndsOfTheRangePass() {
        HashKey before = HASH_OF_A.previous();
        HashKey after = HASH_OF_A.next();
        assertThat(passes(new HashKeyRange(HASH_OF_A, HashKey.MAX))).isTrue();
        assertThat(passes(new HashKeyRange(HashKey.MIN, HASH_OF_A))).isTrue();
        assertThat(passes(new HashKeyRange(after, HashKey.MAX))).isFalse();
        assertThat(passes(new HashKeyRange(HashKey.MIN, before))).isFalse();
    }

    @Test
    void filterDividesWhateverIsRead() {
        Seeds.rounds(500, random -> {
            HashKey one = RandomRecords.hashKey(random);
            HashKeyRange range = HashKeyRange.only(one).including(RandomRecords.hashKey(random));
            List<byte[]> records = EveryWay.randomRecords(random);
            List<DeaggregatedRecord<byte[]>> expected = new ArrayList<>();
            for (DeaggregatedRecord<byte[]> each : EveryWay.read(RecordDeaggregator.create(), records)) {
                expected.add(
                        each instanceof DeaggregatedRecord.Aggregated<byte[]> user
                                        && !range.contains(user.userRecord().hashKey())
                                ? new DeaggregatedRecord.LeftOut<>(user.source(), user.userRecord())
                                : each);
            }
            assertThat(EveryWay.read(only(range), records)).isEqualTo(expected);
        });
    }

    @Test
    @SuppressWarnings("NullAway")
    void missingRangeIsRefused() {
        assertThatThrownBy(() -> RecordDeaggregator.builder().only(null)).hasMessage("range");
    }

    private static boolean passes(HashKeyRange range) {
        return numbers(read(only(range)).userRecords()).contains(0);
    }

    private static RecordDeaggregator only(HashKeyRange range) {
        return RecordDeaggregator.builder().only(range).build();
    }

    private static Deaggregation.Aggregated read(RecordDeaggregator deaggregator) {
        return (Deaggregation.Aggregated) deaggregator.deaggregate(ByteBuffer.wrap(AGGREGATE));
    }

    private static List<Integer> numbers(List<StoredUserRecord> records) {
        return records.stream().map(StoredUserRecord::subSequenceNumber).toList();
    }

    private static List<String> kinds(RecordDeaggregator deaggregator, byte[]... records) {
        return EveryWay.read(deaggregator, List.of(records)).stream()
                .map(each -> each.getClass().getSimpleName())
                .toList();
    }

    private static byte[] withWrongDigest(byte[] data) {
        byte[] wrong = data.clone();
        wrong[wrong.length - 1] ^= 1;
        return wrong;
    }
}
