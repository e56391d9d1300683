package dev.millrace.benchmarks;

import java.util.Locale;

/**
 * How one measured value compares with another one of the same run.
 *
 * @param name of what is compared, for machines
 * @param value the quotient
 * @param error half the width of its interval
 */
public record Ratio(String name, double value, double error) {

    /** The quotient of two values with the errors of both. */
    public static Ratio of(String name, double dividend, double dividendError, double divisor, double divisorError) {
        double value = dividend / divisor;
        return new Ratio(name, value, value * Math.hypot(dividendError / dividend, divisorError / divisor));
    }

    /** As every suite prints it. */
    String line() {
        return String.format(Locale.ROOT, "ratio %s %.2f %.2f", name, value, error);
    }
}
