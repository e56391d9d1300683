package dev.millrace.cli.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.text.SafeText;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuickstartReportTest {

    @ParameterizedTest
    @CsvSource({"0,0,0,true", "1,0,0,false", "0,1,0,false", "0,0,1,false"})
    void runIsExactOnlyIfNothingIsLostDoubleOrFailed(long lost, long duplicates, long failed, boolean exact) {
        QuickstartReport report = report(new WordCounts(), failed, lost, duplicates);

        assertThat(report.isExact()).isEqualTo(exact);
        assertThat(report.toText(SafeText::of))
                .endsWith(
                        exact
                                ? "\nEvery user record was delivered exactly once.\n"
                                : "\nNOT every user record was delivered exactly once.\n");
    }

    @Test
    void topTenWordsAreBars() {
        WordCounts counts = new WordCounts();
        for (int word = 1; word <= 12; word++) {
            for (int i = 0; i < word; i++) {
                counts.add(new Word(("word" + word).getBytes(StandardCharsets.US_ASCII)));
            }
        }

        String text = report(counts, 0, 0, 0).toText(SafeText::of);

        assertThat(text.lines().filter(line -> line.contains("█"))).hasSize(10);
        assertThat(text).containsPattern("word12 +12 █{40}\\R").containsPattern("word6 +6 █{20}\\R");
        assertThat(text).containsPattern("word3 +3 █{10}\\R").doesNotContain("word2 ");
    }

    @Test
    void payloadUnitsAreStartedPiecesOf25Kibibytes() {
        assertThat(PutMeter.payloadUnits(0)).isEqualTo(1);
        assertThat(PutMeter.payloadUnits(1)).isEqualTo(1);
        assertThat(PutMeter.payloadUnits(25 * 1024)).isEqualTo(1);
        assertThat(PutMeter.payloadUnits(25 * 1024 + 1)).isEqualTo(2);
        assertThat(PutMeter.payloadUnits(1024 * 1024)).isEqualTo(41);
    }

    private static QuickstartReport report(WordCounts counts, long failed, long lost, long duplicates) {
        return new QuickstartReport(1, 100, failed, 10, 1000, 800, 100, 10, 0.5, 1, lost, duplicates, 8, counts);
    }
}
