package dev.millrace.local.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.SettableClock;
import dev.millrace.record.HashKey;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetentionTest {

    private static final Account ACCOUNT = new Account(Account.DEFAULT_ID, "us-east-1");

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-04T05:06:07.089Z"));
    private final Streams streams = new Streams(clock);
    private final Stream stream = streams.create(new StreamName(ACCOUNT, "orders"), 1, false);
    private final Shard shard = stream.shards().get(0);

    @Test
    void aRecordGoesAfter24Hours() {
        put();
        clock.advance(Duration.ofHours(24));
        assertThat(shard.firstIndex()).isEqualTo(1);
        clock.advance(Duration.ofMillis(1));
        assertThat(shard.firstIndex()).isEqualTo(2);
        assertThat(shard.read(1, 10, 1_000).records()).isEmpty();
        assertThat(shard.recordCount()).isZero();
        assertThat(shard.byteCount()).isZero();
    }

    @Test
    void aPutFreesWhatExpired() {
        put();
        put();
        clock.advance(Duration.ofHours(25));
        assertThat(put().sequenceNumber().index()).isEqualTo(3);
        assertThat(shard.recordCount()).isEqualTo(1);
        assertThat(shard.byteCount()).isEqualTo(13);
    }

    @Test
    void aReadOfWhatWasTrimmedBeginsAtTheOldestThatIsKept() {
        put();
        clock.advance(Duration.ofHours(20));
        put();
        clock.advance(Duration.ofHours(5));
        ShardRead read = shard.read(1, 10, 1_000);
        assertThat(read.records())
                .extracting(record -> record.sequenceNumber().index())
                .containsExactly(2L);
        assertThat(read.nextIndex()).isEqualTo(3);
        assertThat(shard.indexAt(0)).isEqualTo(2);
    }

    @Test
    void anyCallFreesWhatExpiredInStreamsThatNobodyUses() {
        put();
        streams.create(new StreamName(ACCOUNT, "others"), 1, false);
        clock.advance(Duration.ofHours(25));
        assertThat(shard.recordCount()).isEqualTo(1);
        streams.get(new StreamName(ACCOUNT, "others"));
        assertThat(shard.recordCount()).isZero();
    }

    @Test
    void aLongerRetentionBringsNothingBack() {
        put();
        split();
        clock.advance(Duration.ofHours(30));
        assertThat(stream.retention().lengthenTo(48)).isTrue();
        assertThat(shard.read(1, 10, 1_000).records()).isEmpty();
        assertThat(shard.isExpired()).isTrue();
        put();
        clock.advance(Duration.ofHours(40));
        assertThat(stream.topology().keptShards().stream()
                        .mapToLong(Shard::recordCount)
                        .sum())
                .isEqualTo(1);
        assertThat(stream.retention().hours()).isEqualTo(48);
    }

    @Test
    void aShorterRetentionTrimsAtOnce() {
        stream.retention().lengthenTo(48);
        put();
        clock.advance(Duration.ofHours(30));
        assertThat(shard.firstIndex()).isEqualTo(1);
        assertThat(stream.retention().lengthenTo(24)).isFalse();
        assertThat(stream.retention().shortenTo(72)).isFalse();
        assertThat(stream.retention().shortenTo(24)).isTrue();
        assertThat(shard.firstIndex()).isEqualTo(2);
    }

    @Test
    void aClosedShardExpiresWhenItHasBeenClosedForLonger() {
        put();
        split();
        clock.advance(Duration.ofHours(24));
        assertThat(stream.topology().keptShards()).hasSize(3);
        assertThat(stream.shard("0")).isPresent();
        clock.advance(Duration.ofMillis(1));
        assertThat(stream.topology().keptShards()).hasSize(2).doesNotContain(shard);
        assertThat(stream.shard("0")).isEmpty();
        // New shards go on counting.
        split("2");
        assertThat(stream.shards()).hasSize(5);
    }

    private PutOutcome put() {
        return stream.put(new NewRecord(HashKey.MIN, "key", new byte[10]));
    }

    private void split() {
        split("0");
    }

    private void split(String shardId) {
        Shard parent = stream.shard(shardId).orElseThrow();
        BigInteger start = parent.hashKeys().start().toBigInteger();
        stream.split(shardId, start.add(BigInteger.TEN));
    }
}
