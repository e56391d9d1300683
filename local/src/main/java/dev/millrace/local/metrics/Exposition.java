package dev.millrace.local.metrics;

import java.math.BigDecimal;

/**
 * Writes Prometheus' text format, version 0.0.4. All samples of a family stand together, behind its two lines of
 * comment.
 *
 * <pre>
 *  # HELP millrace_open_shards Open shards.
 *  # TYPE millrace_open_shards gauge
 *  millrace_open_shards{stream="orders"} 4
 * </pre>
 *
 * <p>Not safe for use by many threads.
 */
final class Exposition {

    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder lines = new StringBuilder(4_096);

    /**
     * Begins a family of samples.
     *
     * @param type {@code counter}, {@code gauge} or {@code histogram}
     * @param help one sentence, without backslashes and line breaks
     */
    void family(String name, String type, String help) {
        lines.append("# HELP ").append(name).append(' ').append(help).append('\n');
        lines.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    void sample(String name, Labels labels, long value) {
        lines.append(name).append(labels.text()).append(' ').append(value).append('\n');
    }

    /** A number with a point in it: so many of the unit's parts. */
    void sample(String name, Labels labels, long unscaled, int decimals) {
        lines.append(name).append(labels.text()).append(' ');
        lines.append(decimal(unscaled, decimals)).append('\n');
    }

    /** Without an exponent, and without zeros that say nothing. */
    static String decimal(long unscaled, int decimals) {
        return BigDecimal.valueOf(unscaled, decimals).stripTrailingZeros().toPlainString();
    }

    String text() {
        return lines.toString();
    }
}
