package dev.millrace.benchmarks.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class CurveTest {

    /** Time grows with the square, memory not at all. */
    private static final Curve CURVE = Curve.of(
            Dimension.SHARDS, new double[] {10, 0.1, 5e6, 20, 0.4, 5e6, 40, 1.6, 5e6, 80, 6.4, 5e6, 160, 25.6, 5e6});

    @Test
    void powersAreThoseOfTheLastPoints() {
        assertThat(CURVE.timeExponent().value()).isCloseTo(2, within(1e-9));
        assertThat(CURVE.timeExponent().error()).isCloseTo(0, within(1e-6));
        assertThat(CURVE.memoryExponent().value()).isCloseTo(0, within(1e-9));
    }

    @Test
    void worseThanLinearIsSaidInTheTable() {
        assertThat(CURVE.timeExponent().linear()).isFalse();
        assertThat(CURVE.memoryExponent().linear()).isTrue();
        assertThat(CURVE.table())
                .contains("grows with the power 2.00 ± 0.00: WORSE THAN LINEAR")
                .contains("grows with the power 0.00 ± 0.00: no worse than linear");
    }

    @Test
    void everyPointIsALineForMachines() {
        assertThat(CURVE.csv().lines()).hasSize(5).first().isEqualTo("shards,10,0.100000,5000000");
    }

    @Test
    void plotIsWellFormedAndHasItsOwnBackground() throws Exception {
        String svg = Plot.of(CURVE);

        var document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        assertThat(document.getElementsByTagName("circle").getLength()).isEqualTo(2 * 5);
        assertThat(svg).contains("fill=\"white\"").doesNotContain("NaN").doesNotContain("Infinity");
    }
}
