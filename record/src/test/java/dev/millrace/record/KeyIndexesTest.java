package dev.millrace.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KeyIndexesTest {

    /** A key whose hash code says little or nothing about it. */
    private record Colliding(int number, int hash) {
        @Override
        public int hashCode() {
            return hash;
        }
    }

    @Test
    void nothingIsFoundAtFirst() {
        KeyIndexes<String> keys = new KeyIndexes<>();
        assertThat(keys.count()).isZero();
        assertThat(keys.indexOf("a")).isEqualTo(-1);
    }

    @Test
    void indexesAreGivenInOrder() {
        KeyIndexes<String> keys = new KeyIndexes<>();
        for (int i = 0; i < 100_000; i++) {
            assertThat(keys.count()).isEqualTo(i);
            keys.add("key-" + i);
        }
        for (int i = 0; i < 100_000; i++) {
            assertThat(keys.indexOf("key-" + i)).isEqualTo(i);
        }
        assertThat(keys.indexOf("key-100000")).isEqualTo(-1);
    }

    @Test
    void everythingIsFoundBeforeAndAfterEachGrowth() {
        KeyIndexes<Integer> keys = new KeyIndexes<>();
        for (int i = 0; i < 1_000; i++) {
            keys.add(i);
            for (int j = 0; j <= i; j++) {
                assertThat(keys.indexOf(j)).isEqualTo(j);
            }
            assertThat(keys.indexOf(i + 1)).isEqualTo(-1);
        }
    }

    @Test
    void keysThatCollideAreToldApart() {
        for (int hashes : new int[] {1, 2, 7}) {
            KeyIndexes<Colliding> keys = new KeyIndexes<>();
            for (int i = 0; i < 500; i++) {
                assertThat(keys.indexOf(new Colliding(i, i % hashes))).isEqualTo(-1);
                keys.add(new Colliding(i, i % hashes));
            }
            for (int i = 0; i < 500; i++) {
                assertThat(keys.indexOf(new Colliding(i, i % hashes))).isEqualTo(i);
            }
        }
    }

    @Test
    void searchGoesOnAtTheBeginningOfTheTable() {
        // Whatever the table makes of hash codes, some of these 64 begin at its last slots.
        for (int hash = 0; hash < 64; hash++) {
            KeyIndexes<Colliding> keys = new KeyIndexes<>();
            for (int i = 0; i < 7; i++) {
                keys.add(new Colliding(i, hash));
            }
            for (int i = 0; i < 7; i++) {
                assertThat(keys.indexOf(new Colliding(i, hash))).isEqualTo(i);
            }
            assertThat(keys.indexOf(new Colliding(7, hash))).isEqualTo(-1);
        }
    }

    @Test
    void anyKeysAreFoundAsInALinkedMap() {
        Seeds.rounds(300, random -> {
            KeyIndexes<Object> keys = new KeyIndexes<>();
            Map<Object, Integer> expected = new LinkedHashMap<>();
            int variety = 1 + random.nextInt(2_000);
            int kind = random.nextInt(3);
            for (int i = 0; i < 2_000; i++) {
                Object key = key(random, kind, variety);
                assertThat(keys.indexOf(key)).isEqualTo(expected.getOrDefault(key, -1));
                if (!expected.containsKey(key)) {
                    expected.put(key, keys.count());
                    keys.add(key);
                }
            }
            assertThat(keys.count()).isEqualTo(expected.size());
            List<Object> inOrder = new ArrayList<>(expected.keySet());
            for (int i = 0; i < inOrder.size(); i++) {
                assertThat(keys.indexOf(inOrder.get(i))).isEqualTo(i);
            }
        });
    }

    private static Object key(SplittableRandom random, int kind, int variety) {
        int number = random.nextInt(variety);
        return switch (kind) {
            case 0 -> "k" + number;
            case 1 -> HashKey.of(number % 3, number);
            default -> new Colliding(number, number % 50 << 20);
        };
    }
}
