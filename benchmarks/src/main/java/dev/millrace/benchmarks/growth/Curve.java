package dev.millrace.benchmarks.growth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What was measured of one dimension.
 *
 * @param points with ascending sizes
 */
record Curve(Dimension dimension, List<Point> points) {

    /** What so many take. */
    record Point(double size, double seconds, double bytes) {}

    Curve {
        points = List.copyOf(points);
    }

    /** From what the process prints: size, seconds and bytes, again and again. */
    static Curve of(Dimension dimension, double[] numbers) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i + 2 < numbers.length; i += 3) {
            points.add(new Point(numbers[i], numbers[i + 1], numbers[i + 2]));
        }
        return new Curve(dimension, points);
    }

    double[] sizes() {
        return column(Point::size);
    }

    double[] seconds() {
        return column(Point::seconds);
    }

    double[] bytes() {
        return column(Point::bytes);
    }

    private double[] column(ToDoubleFunction<Point> value) {
        return points.stream().mapToDouble(value).toArray();
    }

    Exponent timeExponent() {
        return exponent(Point::seconds);
    }

    Exponent memoryExponent() {
        return exponent(Point::bytes);
    }

    private Exponent exponent(ToDoubleFunction<Point> value) {
        return Exponent.of(points.stream()
                .map(point -> new double[] {point.size(), value.applyAsDouble(point)})
                .toList());
    }

    /** For people. */
    String table() {
        StringBuilder table = new StringBuilder(dimension.unit()).append('\n');
        for (Point point : points) {
            table.append(String.format(
                    Locale.ROOT,
                    "%,14.0f  %10.1f ms  %10.3f us each  %9.1f MB  %10.0f bytes each%n",
                    point.size(),
                    point.seconds() * 1e3,
                    point.seconds() / point.size() * 1e6,
                    point.bytes() / 1e6,
                    point.bytes() / point.size()));
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
        for (Point point : points) {
            lines.append(String.format(
                    Locale.ROOT,
                    "%s,%.0f,%.6f,%.0f%n",
                    dimension.label(),
                    point.size(),
                    point.seconds(),
                    point.bytes()));
        }
        return lines.toString();
    }
}
