package dev.millrace.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Digests side by side are those of one message after the other, whatever the lengths and the lanes. */
class Md5BatchTest {

    /** The runtime's, if it was started with its vectors. */
    private static final int FOUND = -1;

    /** In plain Java, but for those that the runtime has; null for none. */
    private static @Nullable Md5Lanes lanes(int count) {
        if (count == FOUND) {
            assumeTrue(Md5Lanes.isThere(), "started without vectors");
            return Md5Lanes.find();
        }
        return count == 0 ? null : new PlainMd5Lanes(count);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 8, 16, FOUND})
    void everyLengthOfAFewBlocks(int lanes) {
        Md5Batch batch = new Md5Batch(lanes(lanes));
        Seeds.rounds(1, random -> {
            List<byte[]> messages = new ArrayList<>();
            for (int length = 0; length <= 4 * Md5Lanes.BLOCK_BYTES; length++) {
                messages.add(RandomRecords.bytes(random, length));
            }
            check(batch, messages);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 8, 16, FOUND})
    void anyNumberOfMessagesOfAnyLength(int lanes) {
        Md5Batch batch = new Md5Batch(lanes(lanes));
        Seeds.rounds(100, random -> {
            List<byte[]> messages = new ArrayList<>();
            int bound = 1 << random.nextInt(14);
            for (int i = random.nextInt(40); i > 0; i--) {
                messages.add(RandomRecords.bytes(random, random.nextInt(bound)));
            }
            check(batch, messages);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 8, 16, FOUND})
    void aLongOneAmongManyShort(int lanes) {
        Md5Batch batch = new Md5Batch(lanes(lanes));
        Seeds.rounds(1, random -> {
            List<byte[]> messages = new ArrayList<>();
            messages.add(RandomRecords.bytes(random, 300_000));
            for (int i = 0; i < 50; i++) {
                messages.add(RandomRecords.bytes(random, 100 + i));
            }
            check(batch, messages);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8, 16, FOUND})
    void partitionKeysOfAnyLength(int lanes) {
        Md5Lanes some = lanes(lanes);
        assertThat(some).isNotNull();
        Md5KeyBatch batch = new Md5KeyBatch(some);
        Seeds.rounds(50, random -> {
            int count = random.nextInt(60);
            @Nullable HashKey[] hashKeys = new HashKey[count];
            List<HashKey> expected = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int offset = random.nextInt(5);
                int length = random.nextInt(random.nextBoolean() ? 40 : 130);
                byte[] array = RandomRecords.bytes(random, offset + length + random.nextInt(5));
                expected.add(Md5.hashKey(array, offset, length));
                batch.add(array, offset, length, hashKeys, i);
            }
            batch.finish(hashKeys);
            assertThat(hashKeys).containsExactlyElementsOf(expected);
        });
    }

    @Test
    void manyPartitionKeysAreHashedAsEachIs() {
        Seeds.rounds(20, random -> {
            List<String> keys = new ArrayList<>();
            for (int i = random.nextInt(200); i > 0; i--) {
                keys.add(RandomRecords.partitionKey(random, 256));
            }
            assertThat(HashKey.ofPartitionKeys(keys))
                    .isEqualTo(keys.stream().map(HashKey::ofPartitionKey).toList());
        });
    }

    /** The build runs these tests a second time for this, and for those above. */
    @Test
    void vectorsAreUsedWhereTheRuntimeWasStartedWithThem() {
        assumeTrue(Boolean.getBoolean("millrace.vectors"), "started without vectors");
        // Where processors have long vectors at all.
        assumeTrue(System.getProperty("os.arch").matches("amd64|x86_64"));
        assertThat(Md5Lanes.isThere()).isTrue();
        assertThat(Md5Batch.isWorth(16)).isTrue();
    }

    private static void check(Md5Batch batch, List<byte[]> messages) {
        SplittableRandom random = new SplittableRandom(messages.size());
        Md5Messages all = batch.messages();
        all.clear();
        boolean[] right = new boolean[messages.size()];
        for (int i = 0; i < right.length; i++) {
            byte[] message = messages.get(i);
            int offset = random.nextInt(3);
            byte[] array = new byte[offset + message.length + Md5.LENGTH];
            ByteBuffer.wrap(array).position(offset).put(message).put(HandMade.md5(message));
            right[i] = random.nextInt(4) > 0;
            if (!right[i]) {
                array[array.length - 1 - random.nextInt(Md5.LENGTH)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            }
            all.add(array, offset, message.length);
        }
        batch.digest();
        for (int i = 0; i < right.length; i++) {
            assertThat(all.isBehind(i))
                    .as("message %d of %d, bytes=%d", i, right.length, messages.get(i).length)
                    .isEqualTo(right[i]);
        }
    }
}
