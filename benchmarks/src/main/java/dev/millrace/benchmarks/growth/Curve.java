package dev.millrace.benchmarks.growth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What was measured of one dimension.
 *
 * @param sizes ascending
 * @param seconds of each size
 * @param bytes of each size
 */
record Curve(Dimension dimension, double[] sizes, double[] seconds, double[] bytes) {

    /** From what the process prints: size, seconds and bytes, again and again. */
    static Curve of(Dimension dimension, double[] numbers) {
        int count = numbers.length / 3;
        double[][] columns = new double[3][count];
        for (int i = 0; i < numbers.length; i++) {
            columns[i % 3][i / 3] = numbers[i];
        }
        return new Curve(dimension, columns[0], columns[1], columns[2]);
    }

    Exponent timeExponent() {
        return exponent(seconds);
    }

    Exponent memoryExponent() {
        return exponent(bytes);
    }

    private Exponent exponent(double[] values) {
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < sizes.length; i++) {
            points.add(new double[] {sizes[i], values[i]});
        }
        return Exponent.of(points);
    }

    /** For people. */
    String table() {
        StringBuilder table = new StringBuilder(dimension.unit()).append('\n');
        for (int i = 0; i < sizes.length; i++) {
            table.append(String.format(
                    Locale.ROOT,
                    "%,14.0f  %10.1f ms  %10.3f us each  %9.1f MB  %10.0f bytes each%n",
                    sizes[i],
                    seconds[i] * 1e3,
                    seconds[i] / sizes[i] * 1e6,
                    bytes[i] / 1e6,
                    bytes[i] / sizes[i]));
        }
        return table.append(verdict("time", timeExponent()))
                .append(verdict("memory", memoryExponent()))
                .toString();
    }

    private static String verdict(String what, Exponent exponent) {
        return String.format(
                Locale.ROOT,
                "  %-6s grows with the power %.2f \u00b1 %.2f: %s%n",
                what,
                exponent.value(),
                exponent.error(),
                exponent.linear() ? "no worse than linear" : "WORSE THAN LINEAR");
    }

    /** For machines: a line for each size. */
    String csv() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < sizes.length; i++) {
            lines.append(String.format(
                    Locale.ROOT, "%s,%.0f,%.6f,%.0f%n", dimension.label(), sizes[i], seconds[i], bytes[i]));
        }
        return lines.toString();
    }
}
