package dev.millrace.benchmarks.growth;

import java.util.Arrays;
import java.util.Locale;

/**
 * A curve as SVG: time on the left, memory on the right, both axes logarithmic, with a broken line of what linear growth from
 * the first of the fitted points would be. Its background is its own, so that it is readable on any page.
 */
final class Plot {

    private static final int WIDTH = 360;
    private static final int HEIGHT = 260;
    private static final int LEFT = 62;
    private static final int RIGHT = 14;
    private static final int TOP = 30;
    private static final int BOTTOM = 44;
    private static final int FITTED = 4;

    private final StringBuilder svg = new StringBuilder();
    private final double[] sizes;
    private final double[] values;
    private final int x0;
    private final int minX;
    private final int maxX;
    private final int minY;
    private final int maxY;

    private Plot(double[] sizes, double[] values, int x0) {
        this.sizes = sizes;
        this.values = values;
        this.x0 = x0;
        this.minX = floor(sizes);
        this.maxX = ceiling(sizes);
        this.minY = floor(values);
        this.maxY = ceiling(values);
    }

    /** Both panels of a curve. */
    static String of(Curve curve) {
        double[] megabytes = curve.bytes();
        for (int i = 0; i < megabytes.length; i++) {
            megabytes[i] /= 1e6;
        }
        return String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                                + " font-family=\"sans-serif\" font-size=\"11\" fill=\"#222222\">%n"
                                + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                        2 * WIDTH,
                        HEIGHT,
                        2 * WIDTH,
                        HEIGHT)
                + new Plot(curve.sizes(), curve.seconds(), 0).panel("seconds", curve, curve.timeExponent())
                + new Plot(curve.sizes(), megabytes, WIDTH).panel("MB of memory", curve, curve.memoryExponent())
                + "</svg>\n";
    }

    private String panel(String what, Curve curve, Exponent exponent) {
        text(
                x0 + LEFT,
                18,
                "start",
                String.format(Locale.ROOT, "%s: power %.2f \u00b1 %.2f", what, exponent.value(), exponent.error()));
        for (int power = minX; power <= maxX; power++) {
            line(x(power), y(minY), x(power), y(maxY));
            text(x(power), HEIGHT - BOTTOM + 16, "middle", number(power));
        }
        for (int power = minY; power <= maxY; power++) {
            line(x(minX), y(power), x(maxX), y(power));
            text(x0 + LEFT - 6, y(power) + 4, "end", number(power));
        }
        text(
                x0 + LEFT + (WIDTH - LEFT - RIGHT) / 2.0,
                HEIGHT - 8,
                "middle",
                curve.dimension().unit());
        linear();
        curve();
        return svg.toString();
    }

    private void linear() {
        int first = Math.max(0, sizes.length - FITTED);
        int last = sizes.length - 1;
        double end = Math.min(Math.log10(values[first]) + Math.log10(sizes[last]) - Math.log10(sizes[first]), maxY);
        double endX = Math.log10(sizes[first]) + end - Math.log10(values[first]);
        svg.append(String.format(
                Locale.ROOT,
                "<path d=\"M%.1f %.1fL%.1f %.1f\" stroke=\"#c05a00\" stroke-dasharray=\"5 4\" fill=\"none\"/>%n",
                x(Math.log10(sizes[first])),
                y(Math.log10(values[first])),
                x(endX),
                y(end)));
    }

    private void curve() {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < sizes.length; i++) {
            double x = x(Math.log10(sizes[i]));
            double y = y(Math.log10(values[i]));
            path.append(String.format(Locale.ROOT, "%s%.1f %.1f", i == 0 ? "M" : "L", x, y));
            svg.append(
                    String.format(Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"#0a5c9c\"/>%n", x, y));
        }
        svg.append(String.format("<path d=\"%s\" stroke=\"#0a5c9c\" stroke-width=\"1.6\" fill=\"none\"/>%n", path));
    }

    private void line(double fromX, double fromY, double toX, double toY) {
        svg.append(String.format(
                Locale.ROOT, "<path d=\"M%.1f %.1fL%.1f %.1f\" stroke=\"#dddddd\"/>%n", fromX, fromY, toX, toY));
    }

    private void text(double x, double y, String anchor, String text) {
        svg.append(String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, text));
    }

    private double x(double logarithm) {
        return x0 + LEFT + (logarithm - minX) / (maxX - minX) * (WIDTH - LEFT - RIGHT);
    }

    private double y(double logarithm) {
        return HEIGHT - BOTTOM - (logarithm - minY) / (maxY - minY) * (HEIGHT - TOP - BOTTOM);
    }

    /** A power of ten in few characters. */
    private static String number(int power) {
        if (power < 0) {
            return String.format(Locale.ROOT, "%." + -power + "f", Math.pow(10, power));
        }
        String zeros = "0".repeat(power % 3);
        return "1" + zeros + (power < 3 ? "" : power < 6 ? "k" : power < 9 ? "M" : "G");
    }

    private static int floor(double[] values) {
        return (int) Math.floor(Arrays.stream(values).map(Math::log10).min().orElseThrow());
    }

    private static int ceiling(double[] values) {
        double max = Arrays.stream(values).map(Math::log10).max().orElseThrow();
        return Math.max((int) Math.ceil(max), floor(values) + 1);
    }
}
