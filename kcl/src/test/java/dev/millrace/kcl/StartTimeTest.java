package dev.millrace.kcl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** How long a new application needs until its first record. The library alone needs a minute and a half. */
@Timeout(120)
@Isolated
@ExtendWith(Services.Extension.class)
final class StartTimeTest {

    private static final int RUNS = 3;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void newApplicationWithAllDefaultsHasItsFirstRecordInSeconds(Services services) {
        assertThat(median("all defaults", services, builder -> builder.configure(configuration -> {})))
                .isLessThan(LIMIT);
    }

    @Test
    void newApplicationWithShortIntervalsHasItsFirstRecordInSeconds(Services services) {
        assertThat(median("short intervals", services, builder -> builder)).isLessThan(LIMIT);
    }

    private static Duration median(String what, Services services, UnaryOperator<KclWorkerBuilder> settings) {
        long[] millis = new long[RUNS];
        for (int run = 0; run < RUNS; run++) {
            String stream = services.newStream(2);
            services.put(stream, "first");
            Recorder recorder = new Recorder();
            long begun = System.nanoTime();
            try (KclWorker worker =
                    settings.apply(services.worker(stream, recorder)).build()) {
                worker.start();
                Await.until("first record", () -> !recorder.texts().isEmpty());
                millis[run] = (System.nanoTime() - begun) / 1_000_000;
            }
        }
        Arrays.sort(millis);
        System.out.println("start to first record, " + what + ": millis=" + Arrays.toString(millis));
        return Duration.ofMillis(millis[RUNS / 2]);
    }
}
