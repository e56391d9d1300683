package dev.millrace.benchmarks.growth;

import java.util.List;

/**
 * The power of the size with which something grows: the slope of a straight line through points of both logarithms.
 *
 * @param value 1 is linear
 * @param error the slope's standard error
 */
record Exponent(double value, double error) {

    private static final int LAST = 4;
    private static final double LINEAR = 1.1;

    /** Of the last points, where what is constant counts least. */
    static Exponent of(List<double[]> points) {
        List<double[]> last = points.subList(Math.max(0, points.size() - LAST), points.size());
        double meanX =
                last.stream().mapToDouble(point -> Math.log(point[0])).average().orElseThrow();
        double meanY =
                last.stream().mapToDouble(point -> Math.log(point[1])).average().orElseThrow();
        double products = 0;
        double squares = 0;
        for (double[] point : last) {
            double x = Math.log(point[0]) - meanX;
            products += x * (Math.log(point[1]) - meanY);
            squares += x * x;
        }
        double slope = products / squares;
        double rest = 0;
        for (double[] point : last) {
            double off = Math.log(point[1]) - meanY - slope * (Math.log(point[0]) - meanX);
            rest += off * off;
        }
        int freedom = last.size() - 2;
        return new Exponent(slope, freedom < 1 ? 0 : Math.sqrt(rest / freedom / squares));
    }

    /** Whether it is, within its error, no worse than linear. */
    boolean linear() {
        return value - error <= LINEAR;
    }
}
