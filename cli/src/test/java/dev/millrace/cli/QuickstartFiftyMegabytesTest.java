package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job at size. The words are counted as they are written, so the count shares nothing with the reading. */
@Tag("long")
class QuickstartFiftyMegabytesTest {

    private static final int BYTES = 50_000_000;
    private static final int VOCABULARY = 100_000;
    private static final String GAPS = " \n\t\u000b\f\r";

    private final long seed = Long.getLong("millrace.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private final Map<String, Long> written = new HashMap<>();

    @TempDir
    private Path folder;

    @Test
    void everyWordOfFiftyMegabytesIsCountedOnceThroughReshards() throws IOException {
        Path file = folder.resolve("text");
        writeText(file);
        Path counts = folder.resolve("counts");

        Command run = Command.run("quickstart", "--json", "--counts", counts.toString(), file.toString());

        System.out.print(run.out());
        assertThat(run.exitCode()).as("-Dmillrace.seed=%d %s", seed, run.err()).isZero();
        assertThat(IndependentCount.parse(Files.readAllBytes(counts)))
                .as("-Dmillrace.seed=%d", seed)
                .isEqualTo(written);
        JsonNode report = run.json().get(0);
        assertThat(report.get("lost").asLong()).isZero();
        assertThat(report.get("duplicates").asLong()).isZero();
        assertThat(report.get("reshards").asInt()).isGreaterThanOrEqualTo(5);
    }

    private void writeText(Path file) throws IOException {
        String[] vocabulary = new String[VOCABULARY];
        for (int i = 0; i < VOCABULARY; i++) {
            vocabulary[i] = word();
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (int bytes = 0; bytes < BYTES; ) {
                // Squared, so that some words are frequent and most are rare.
                double share = random.nextDouble();
                String word = vocabulary[(int) (share * share * VOCABULARY)];
                byte[] encoded =
                        (word + GAPS.charAt(random.nextInt(GAPS.length()))).getBytes(StandardCharsets.ISO_8859_1);
                out.write(encoded);
                bytes += encoded.length;
                written.merge(word, 1L, Long::sum);
            }
        }
    }

    /** 1 to 16 bytes of any value that is no gap. */
    private String word() {
        int length = 1 + random.nextInt(16);
        StringBuilder word = new StringBuilder(length);
        while (word.length() < length) {
            char part = (char) (random.nextInt(4) == 0 ? random.nextInt(256) : 'a' + random.nextInt(26));
            if (part != ' ' && (part < 0x09 || part > 0x0D)) {
                word.append(part);
            }
        }
        return word.toString();
    }
}
