package dev.millrace.samples.firehose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TwoDeliveryStreamsTest {

    @Test
    @Timeout(120)
    void bothGetEveryRecordOnce(@TempDir Path root) throws Exception {
        StringWriter said = new StringWriter();

        boolean both = TwoDeliveryStreams.run(root, 600, new PrintWriter(said, true));

        assertThat(both).as(said.toString()).isTrue();
        assertThat(said.toString())
                .containsPattern("raw +600 +600 +0 +0 +0 +\\d+")
                .containsPattern("processed +600 +540 +60 +0 +0 +\\d+")
                .endsWith("Yes: each got every record, once." + System.lineSeparator());
    }

    @Test
    void whatIsMissingOrTwiceIsNoYes(@TempDir Path root) throws Exception {
        Path good = Files.createDirectories(root.resolve("raw/good"));
        Files.write(good.resolve("object"), List.of(Order.json(0), Order.json(0)));
        StringWriter said = new StringWriter();

        boolean both = Verdict.of(root, "raw", "processed", 1).print(new PrintWriter(said, true));

        assertThat(both).isFalse();
        assertThat(said.toString())
                .containsPattern("raw +1 +2 +0 +0 +1 +1")
                .containsPattern("processed +1 +0 +0 +1 +0 +0")
                .contains("Not here: see the table.");
    }
}
