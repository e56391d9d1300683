package dev.millrace.local.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExpositionTest {

    private final Exposition out = new Exposition();

    @Test
    void aFamilyIsTwoLinesAndItsSamples() {
        out.family("a_total", "counter", "All.");
        out.sample("a_total", Labels.NONE, 3);
        out.sample("a_total", Labels.NONE.with("x", "1").with("y", "2"), 1_500, 3);
        assertThat(out.text()).isEqualTo("""
                # HELP a_total All.
                # TYPE a_total counter
                a_total 3
                a_total{x="1",y="2"} 1.5
                """);
    }

    @Test
    void labelsMayHoldAnything() {
        assertThat(Labels.NONE.with("name", "a\"b\\c\nd}").text()).isEqualTo("{name=\"a\\\"b\\\\c\\nd}\"}");
    }

    @Test
    void numbersHaveNoExponent() {
        assertThat(Exposition.decimal(100, 6)).isEqualTo("0.0001");
        assertThat(Exposition.decimal(1_000_000, 6)).isEqualTo("1");
        assertThat(Exposition.decimal(0, 3)).isEqualTo("0");
        assertThat(Exposition.decimal(123_000_000_000L, 9)).isEqualTo("123");
    }
}
