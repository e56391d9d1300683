package dev.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryTest {

    private final Summary summary = new Summary(true);

    /** A suite without a measurement: one ratio, or a failure. */
    private record Fixed(String name, boolean fails) implements Suite {
        @Override
        public List<Ratio> run(boolean quick) throws IOException {
            if (fails) {
                throw new IOException("the peer does not start");
            }
            return List.of(new Ratio(name + "-faster-than-peer", 2, 0.5));
        }
    }

    @Test
    void failingSuiteHidesNoOther(@TempDir Path folder) throws Exception {
        summary.add(new Fixed("one", false));
        summary.add(new Fixed("broken", true));
        summary.add(new Fixed("two", false));

        Path file = folder.resolve("kept").resolve("summary.txt");
        summary.save(file);

        assertThat(summary.failed()).isTrue();
        assertThat(Files.readString(file))
                .contains("ratio one-faster-than-peer 2.00 0.50")
                .contains("failed broken: java.io.IOException: the peer does not start")
                .contains("ratio two-faster-than-peer 2.00 0.50");
    }

    @Test
    void withoutFailureThereIsNone() throws Exception {
        summary.add(new Fixed("one", false));

        assertThat(summary.failed()).isFalse();
        assertThat(summary.text()).startsWith("summary, quick form: Java ").doesNotContain("failed");
    }
}
