package dev.millrace.local.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.SettableClock;
import dev.millrace.record.HashKey;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamTest {

    private static final StreamName NAME = new StreamName(new Account(Account.DEFAULT_ID, "us-east-1"), "orders");
    private static final BigInteger ALL_KEYS = BigInteger.TWO.pow(128);

    @Test
    void shardsCoverAllHashKeysInEqualParts() {
        for (int count = 1; count <= 100; count++) {
            BigInteger size = ALL_KEYS.divide(BigInteger.valueOf(count));
            List<Shard> shards = new Stream(NAME, count, false, Clock.systemUTC(), StreamStorage.IN_MEMORY).shards();
            assertThat(shards).hasSize(count);
            assertThat(shards.get(0).hashKeys().start()).isEqualTo(HashKey.MIN);
            assertThat(shards.get(count - 1).hashKeys().end()).isEqualTo(HashKey.MAX);
            for (int i = 0; i < count; i++) {
                Shard shard = shards.get(i);
                assertThat(shard.index()).isEqualTo(i);
                assertThat(shard.hashKeys().start().toBigInteger()).isEqualTo(size.multiply(BigInteger.valueOf(i)));
                if (i > 0) {
                    assertThat(shards.get(i - 1).hashKeys().end().next())
                            .isEqualTo(shard.hashKeys().start());
                }
            }
        }
    }

    @Test
    void everyPutLandsOnTheShardThatOwnsItsHashKey() {
        Stream stream = new Stream(NAME, 3, false, Clock.systemUTC(), StreamStorage.IN_MEMORY);
        for (Shard shard : stream.shards()) {
            for (HashKey key :
                    List.of(shard.hashKeys().start(), shard.hashKeys().end())) {
                assertThat(stream.put(new NewRecord(key, "key", new byte[1])).shard())
                        .isSameAs(shard);
            }
        }
    }

    @Test
    void childrenAreCreatedAfterTheirParentsLastSecondHoweverFastTheyFollow() {
        Stream stream = new Stream(
                NAME, 1, false, new SettableClock(Instant.parse("2026-03-04T05:06:07.089Z")), StreamStorage.IN_MEMORY);
        HashKey key = HashKey.of(5, 5);
        SequenceNumber last = stream.put(new NewRecord(key, "key", new byte[1])).sequenceNumber();
        for (int i = 0; i < 10; i++) {
            Shard owner = stream.put(new NewRecord(key, "key", new byte[1])).shard();
            stream.split(
                    owner.id(),
                    owner.hashKeys()
                            .start()
                            .toBigInteger()
                            .add(owner.hashKeys().end().toBigInteger())
                            .shiftRight(1));
            for (Shard child : stream.childrenOf(owner)) {
                assertThat(child.startingSequenceNumber()).isGreaterThan(owner.endingSequenceNumber());
            }
            SequenceNumber next =
                    stream.put(new NewRecord(key, "key", new byte[1])).sequenceNumber();
            assertThat(next).isGreaterThan(last);
            last = next;
        }
        assertThat(stream.topology().openShardCount()).isEqualTo(11);
    }

    @Test
    void aClockMayStandAtItsVeryBeginning() {
        Stream stream = new Stream(NAME, 1, false, new SettableClock(Instant.EPOCH), StreamStorage.IN_MEMORY);
        SequenceNumber number =
                stream.put(new NewRecord(HashKey.MIN, "key", new byte[1])).sequenceNumber();
        assertThat(SequenceNumber.parse(number.toString())).isEqualTo(number);
        assertThat(number).isGreaterThan(stream.shards().get(0).startingSequenceNumber());
    }

    @Test
    void aShardIsFoundByAnyFormOfItsId() {
        Stream stream = new Stream(NAME, 2, false, Clock.systemUTC(), StreamStorage.IN_MEMORY);
        assertThat(stream.shard("shardId-000000000001"))
                .containsSame(stream.shards().get(1));
        assertThat(stream.shard("1")).containsSame(stream.shards().get(1));
        assertThat(stream.shard("shardId-000000000002")).isEmpty();
        assertThat(stream.shard("nonsense")).isEmpty();
    }
}
