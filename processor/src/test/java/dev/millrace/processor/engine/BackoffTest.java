package dev.millrace.processor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void pausesDoubleUpToTheLongestAndBeginAnew() {
        Backoff backoff = new Backoff(100, 1_000);
        for (int round = 0; round < 2; round++) {
            for (long most : new long[] {100, 200, 400, 800, 1_000, 1_000}) {
                assertThat(backoff.next()).isBetween(most / 2, most);
            }
            backoff.reset();
        }
    }
}
