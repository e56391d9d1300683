package dev.millrace.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Any bytes at all are one of three things, and never an exception. */
class RandomBytesTest {

    private static final int ROUNDS = 30_000;

    private int plain;
    private int corrupt;
    private int aggregated;

    @Test
    void damagedMessagesUnderAGoodDigestAreReadInFullOrNotAtAll() {
        Seeds.rounds(ROUNDS, random -> {
            byte[] aggregate = RandomRecords.aggregate(random);
            byte[] message = Arrays.copyOfRange(aggregate, 4, aggregate.length - 16);
            for (int left = 1 + random.nextInt(3); left > 0; left--) {
                message = damaged(message, random);
            }
            check(HandMade.frame(message));
        });
        assertThat(corrupt).isGreaterThan(ROUNDS / 10);
        assertThat(aggregated).isGreaterThan(ROUNDS / 10);
    }

    @Test
    void damagedRecordsArePlain() {
        Seeds.rounds(ROUNDS, random -> {
            byte[] aggregate = RandomRecords.aggregate(random);
            byte[] damaged = random.nextBoolean()
                    ? Arrays.copyOf(aggregate, random.nextInt(aggregate.length))
                    : damaged(aggregate, random);
            if (!Arrays.equals(damaged, aggregate)) {
                check(damaged);
            }
        });
        assertThat(plain).isGreaterThan(ROUNDS / 2);
        assertThat(corrupt + aggregated).as("digests met by chance").isZero();
    }

    @Test
    void noiseUnderAGoodDigestIsSeldomAMessage() {
        Seeds.rounds(ROUNDS, random -> check(HandMade.frame(noise(random))));
        assertThat(corrupt).isGreaterThan(ROUNDS / 2);
    }

    @Test
    void noiseIsPlain() {
        Seeds.rounds(ROUNDS, random -> check(noise(random)));
        assertThat(plain).isEqualTo(ROUNDS);
    }

    private void check(byte[] bytes) {
        byte[] before = bytes.clone();
        Deaggregation result = RecordDeaggregator.create().deaggregate(bytes);
        if (result instanceof Deaggregation.Plain same) {
            plain++;
            assertThat(ReadBack.bytes(same.data())).isEqualTo(before);
        } else if (result instanceof Deaggregation.Corrupt damaged) {
            corrupt++;
            assertThat(ReadBack.bytes(damaged.data())).isEqualTo(before);
            assertThat(damaged.reason()).isNotBlank();
            assertThat(damaged.offset()).isBetween(4, bytes.length - 16);
        } else if (result instanceof Deaggregation.Aggregated readable) {
            aggregated++;
            checkUserRecords(readable, bytes.length);
        }
        assertThat(bytes).isEqualTo(before);
    }

    private static void checkUserRecords(Deaggregation.Aggregated aggregated, int length) {
        int dataLength = 0;
        for (int i = 0; i < aggregated.userRecords().size(); i++) {
            StoredUserRecord record = aggregated.userRecords().get(i);
            assertThat(record.subSequenceNumber()).isEqualTo(i);
            HashKey own = record.explicitHashKey();
            if (record.pinned()) {
                assertThat(aggregated.pinned()).isTrue();
                assertThat(own).isNull();
            } else {
                assertThat(record.hashKey())
                        .isEqualTo(own == null ? HashKey.ofPartitionKey(record.partitionKey()) : own);
            }
            assertThat(record.explicitHashKeyText() == null).isEqualTo(own == null);
            dataLength += record.data().remaining();
        }
        assertThat(dataLength).isLessThan(length);
    }

    /** The bytes with one wound: changed, taken out, put in, doubled, or cut off. */
    private static byte[] damaged(byte[] bytes, SplittableRandom random) {
        if (bytes.length == 0) {
            return RandomRecords.bytes(random, 1);
        }
        int from = random.nextInt(bytes.length);
        int to = from + random.nextInt(Math.min(8, bytes.length - from) + 1);
        byte[] head = Arrays.copyOf(bytes, from);
        byte[] middle = Arrays.copyOfRange(bytes, from, to);
        byte[] tail = Arrays.copyOfRange(bytes, to, bytes.length);
        return switch (random.nextInt(6)) {
            case 0 -> {
                byte[] flipped = bytes.clone();
                flipped[from] ^= (byte) (1 << random.nextInt(8));
                yield flipped;
            }
            case 1 -> HandMade.concat(head, RandomRecords.bytes(random, middle.length), tail);
            case 2 -> HandMade.concat(head, tail);
            case 3 -> HandMade.concat(head, middle, RandomRecords.bytes(random, 1 + random.nextInt(4)), tail);
            case 4 -> HandMade.concat(head, middle, middle, tail);
            default -> head;
        };
    }

    private static byte[] noise(SplittableRandom random) {
        return RandomRecords.bytes(random, 1 + random.nextInt(60));
    }
}
