package dev.millrace.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ShardMapTest {

    private static final int ROUNDS = 500;

    @Test
    void searchAgreesWithLookingAtEveryShard() {
        Seeds.rounds(ROUNDS, random -> {
            List<ShardRange> shards = split(random);
            shards.removeIf(shard -> random.nextInt(6) == 0);
            ShardMap map = ShardMap.of(shuffled(shards, random));
            for (ShardRange shard : shards) {
                HashKeyRange keys = shard.hashKeys();
                assertSameShard(map, shards, keys.start());
                assertSameShard(map, shards, keys.end());
                assertSameShard(map, shards, keys.start().previous());
                assertSameShard(map, shards, keys.end().next());
            }
            for (int i = 0; i < 50; i++) {
                assertSameShard(map, shards, RandomRecords.hashKey(random));
            }
        });
    }

    @Test
    void everyKeyHasAShardIfNoneIsMissing() {
        Seeds.rounds(ROUNDS, random -> {
            ShardMap map = ShardMap.of(shuffled(split(random), random));
            assertThat(map.coversAll()).isTrue();
            assertThat(map.shardFor(RandomRecords.hashKey(random))).isPresent();
        });
    }

    @Test
    void missingShardLeavesAGap() {
        Seeds.rounds(ROUNDS, random -> {
            List<ShardRange> shards = split(random);
            ShardRange missing = shards.remove(random.nextInt(shards.size()));
            ShardMap map = ShardMap.of(shards);
            assertThat(map.coversAll()).isFalse();
            assertThat(map.shardFor(missing.hashKeys().start())).isEmpty();
            assertThat(map.shardFor(missing.hashKeys().end())).isEmpty();
        });
    }

    @Test
    void overlapIsRefused() {
        Seeds.rounds(ROUNDS, random -> {
            List<ShardRange> shards = split(random);
            ShardRange some = shards.get(random.nextInt(shards.size()));
            HashKey shared = random.nextBoolean()
                    ? some.hashKeys().start()
                    : some.hashKeys().end();
            HashKeyRange overlapping = HashKeyRange.only(shared).including(RandomRecords.hashKey(random));
            shards.add(new ShardRange("shardId-overlapping", overlapping));
            List<ShardRange> shuffled = shuffled(shards, random);
            assertThatThrownBy(() -> ShardMap.of(shuffled))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("overlap");
        });
    }

    @Test
    void oneKeyInTwoShardsIsRefused() {
        List<ShardRange> shards = List.of(shard(0, HashKey.MIN, key(100)), shard(1, key(100), HashKey.MAX));
        assertThatThrownBy(() -> ShardMap.of(shards)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void gapOfASingleKeyIsAGap() {
        ShardMap map = ShardMap.of(List.of(shard(0, HashKey.MIN, key(99)), shard(1, key(101), HashKey.MAX)));
        assertThat(map.coversAll()).isFalse();
        assertThat(map.shardFor(key(99)).map(ShardRange::shardId)).contains("shardId-0");
        assertThat(map.shardFor(key(100))).isEmpty();
        assertThat(map.shardFor(key(101)).map(ShardRange::shardId)).contains("shardId-1");
    }

    @Test
    void mapThatBeginsLateOrEndsEarlyDoesNotCoverAll() {
        assertThat(ShardMap.of(List.of(shard(0, key(1), HashKey.MAX))).coversAll())
                .isFalse();
        assertThat(ShardMap.of(List.of(shard(0, HashKey.MIN, HashKey.MAX.previous())))
                        .coversAll())
                .isFalse();
    }

    @Test
    void oneShardMayOwnEverything() {
        ShardMap map = ShardMap.of(List.of(new ShardRange("shardId-0", HashKeyRange.ALL)));
        assertThat(map.coversAll()).isTrue();
        assertThat(map.shardFor(HashKey.MIN)).isPresent();
        assertThat(map.shardFor(HashKey.MAX)).isPresent();
    }

    @Test
    void emptyMapHasNoShardForAnything() {
        assertThat(ShardMap.empty().shards()).isEmpty();
        assertThat(ShardMap.empty().coversAll()).isFalse();
        assertThat(ShardMap.empty().shardFor(HashKey.MIN)).isEmpty();
        assertThat(ShardMap.of(List.of()).coversAll()).isFalse();
    }

    @Test
    void shardsAreListedByAscendingKeysAndCannotBeChanged() {
        Seeds.rounds(50, random -> {
            List<ShardRange> shards = split(random);
            List<ShardRange> given = shuffled(shards, random);
            ShardMap map = ShardMap.of(given);
            given.clear();
            assertThat(map.shards()).isEqualTo(shards);
            assertThatThrownBy(() -> map.shards().clear()).isInstanceOf(UnsupportedOperationException.class);
        });
    }

    private static void assertSameShard(ShardMap map, List<ShardRange> shards, HashKey key) {
        Optional<ShardRange> expected =
                shards.stream().filter(shard -> shard.hashKeys().contains(key)).findFirst();
        assertThat(map.shardFor(key)).as("shard of %s", key).isEqualTo(expected);
    }

    /** 1 to 64 shards that cover all hash keys, by ascending keys; some own a single one. */
    private static List<ShardRange> split(SplittableRandom random) {
        TreeSet<HashKey> starts = new TreeSet<>();
        for (int cuts = random.nextInt(64); cuts > 0; cuts--) {
            HashKey start = RandomRecords.hashKey(random);
            starts.add(start);
            if (random.nextInt(8) == 0) {
                starts.add(start.next());
            }
        }
        starts.remove(HashKey.MIN);
        List<ShardRange> shards = new ArrayList<>();
        HashKey start = HashKey.MIN;
        for (HashKey next : starts) {
            shards.add(shard(shards.size(), start, next.previous()));
            start = next;
        }
        shards.add(shard(shards.size(), start, HashKey.MAX));
        return shards;
    }

    private static List<ShardRange> shuffled(List<ShardRange> shards, SplittableRandom random) {
        List<ShardRange> shuffled = new ArrayList<>(shards);
        Collections.shuffle(shuffled, new Random(random.nextLong()));
        return shuffled;
    }

    private static ShardRange shard(int number, HashKey start, HashKey end) {
        return new ShardRange("shardId-" + number, new HashKeyRange(start, end));
    }

    private static HashKey key(long low) {
        return HashKey.of(0, low);
    }
}
