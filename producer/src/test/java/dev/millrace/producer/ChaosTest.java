package dev.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;

/** Random faults, reshards, settings and interrupts: success means stored, and every copy has its reason. */
class ChaosTest {

    @Test
    @Timeout(110)
    void nothingIsBothSilentAndMissing() throws InterruptedException {
        run(20);
    }

    @Test
    @Tag("long")
    void nothingIsBothSilentAndMissingInTwoHundredSchedules() throws InterruptedException {
        run(200);
    }

    private static void run(int schedules) throws InterruptedException {
        Long given = Long.getLong("millrace.seed");
        SplittableRandom seeds = Seed.random();
        int accepted = 0;
        int failed = 0;
        int copies = 0;
        int open = 0;
        try (SdkAsyncHttpClient http = NettyNioAsyncHttpClient.create()) {
            for (int i = 0; i < schedules; i++) {
                long seed = given != null && i == 0 ? given : seeds.nextLong();
                long start = System.nanoTime();
                Chaos.Outcome outcome = new Chaos(seed, http).run();
                accepted += outcome.accepted();
                failed += outcome.failed();
                copies += outcome.copies();
                open += outcome.openAttempts();
                System.out.printf(
                        "schedule %d: -Dmillrace.seed=%d %s %d ms%n",
                        i, seed, outcome, (System.nanoTime() - start) / 1_000_000);
            }
        }
        System.out.printf(
                "%d schedules: %d put, %d told as failed, %d stored, %d open attempts%n",
                schedules, accepted, failed, copies, open);
        assertThat(open).as("some answers were lost, else this proves nothing").isPositive();
    }
}
