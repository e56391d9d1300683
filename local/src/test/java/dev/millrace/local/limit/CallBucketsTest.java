package dev.millrace.local.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CallBucketsTest {

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-04T05:06:07Z"));
    private final CallBuckets buckets = new CallBuckets(clock);

    @Test
    void namesThatCallersMakeUpDoNotStay() {
        for (int i = 0; i < 100_000; i++) {
            assertThat(buckets.take("stream-" + i, 5)).isTrue();
            clock.advance(Duration.ofMillis(1));
        }
        assertThat(buckets.count()).isLessThan(2_500);
    }

    @Test
    void whoHasCallsToWaitForIsNotForgotten() {
        assertThat(buckets.take("busy", 1)).isTrue();
        for (int i = 0; i < 5_000; i++) {
            buckets.take("stream-" + i, 5);
        }
        assertThat(buckets.take("busy", 1)).isFalse();
    }
}
