package dev.millrace.local.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.wire.ServiceException;
import dev.millrace.record.HashKey;
import dev.millrace.record.HashKeyRange;
import java.math.BigInteger;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UniformScalingTest {

    private static final StreamName NAME = new StreamName(new Account(Account.DEFAULT_ID, "us-east-1"), "orders");

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void anyShardsBecomeEqualOnesByWayOfParentsAndChildren() {
        System.out.println("UniformScalingTest seed=" + seed);
        for (int round = 0; round < 200; round++) {
            Stream stream = new Stream(NAME, 1 + random.nextInt(8), false, Clock.systemUTC(), StreamStorage.IN_MEMORY);
            for (int i = random.nextInt(5); i > 0; i--) {
                Shard shard = anyOpen(stream);
                stream.split(shard.id(), middle(shard.hashKeys()));
            }
            int before = stream.topology().openShardCount();
            int target = Math.max(1, (before + 1) / 2 + random.nextInt(before + before / 2 + 1));
            target = Math.min(target, before * 2);
            assertThat(stream.scale(target)).isEqualTo(before);
            assertThat(open(stream)).extracting(Shard::hashKeys).isEqualTo(UniformRanges.of(target));
            stream.shards().forEach(shard -> assertIsIndeedBornOfItsParents(shard, stream));
        }
    }

    private static void assertIsIndeedBornOfItsParents(Shard shard, Stream stream) {
        for (int index : shard.parents()) {
            Shard parent = stream.shards().get(index);
            assertThat(parent.isOpen()).isFalse();
            assertThat(shard.startingSequenceNumber()).isGreaterThan(parent.endingSequenceNumber());
            boolean split = shard.parents().size() == 1;
            HashKeyRange outer = split ? parent.hashKeys() : shard.hashKeys();
            HashKeyRange inner = split ? shard.hashKeys() : parent.hashKeys();
            assertThat(outer.contains(inner.start()) && outer.contains(inner.end()))
                    .isTrue();
        }
    }

    @Test
    void doublingAndHalvingMakeNoShardsInBetween() {
        Stream stream = new Stream(NAME, 4, false, Clock.systemUTC(), StreamStorage.IN_MEMORY);
        stream.scale(8);
        assertThat(stream.shards()).hasSize(12);
        stream.scale(4);
        assertThat(stream.shards()).hasSize(16);
        stream.scale(4);
        assertThat(stream.shards()).hasSize(16);
    }

    @Test
    void recordsStayAndNewOnesLandInNewShards() {
        Stream stream = new Stream(NAME, 2, false, Clock.systemUTC(), StreamStorage.IN_MEMORY);
        PutOutcome before = stream.put(new NewRecord(HashKey.MIN, "key", new byte[1]));
        stream.scale(3);
        PutOutcome after = stream.put(new NewRecord(HashKey.MIN, "key", new byte[1]));
        assertThat(before.shard().recordCount()).isEqualTo(1);
        assertThat(after.shard()).isNotSameAs(before.shard());
        assertThat(after.sequenceNumber()).isGreaterThan(before.sequenceNumber());
    }

    @Test
    void aStreamHasAtMostTenThousandShards() {
        Stream stream = new Stream(NAME, 5_001, false, Clock.systemUTC(), StreamStorage.IN_MEMORY);
        assertThatThrownBy(() -> stream.scale(10_001))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("10000");
        stream.scale(10_000);
        assertThat(stream.topology().openShardCount()).isEqualTo(10_000);
    }

    private Shard anyOpen(Stream stream) {
        List<Shard> open = open(stream);
        return open.get(random.nextInt(open.size()));
    }

    private static List<Shard> open(Stream stream) {
        return stream.shards().stream()
                .filter(Shard::isOpen)
                .sorted(Comparator.comparing(shard -> shard.hashKeys().start()))
                .toList();
    }

    private static BigInteger middle(HashKeyRange range) {
        return range.start().toBigInteger().add(range.end().toBigInteger()).shiftRight(1);
    }
}
