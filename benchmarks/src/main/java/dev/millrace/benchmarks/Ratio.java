package dev.millrace.benchmarks;

import java.util.Locale;
import org.openjdk.jmh.results.Result;

/**
 * How one time compares with another one of the same run.
 *
 * @param name of what is compared, for machines
 * @param value the quotient
 * @param error half the width of its interval, from the 99.9 % intervals of both times
 */
record Ratio(String name, double value, double error) {

    static Ratio of(String name, Result<?> dividend, Result<?> divisor) {
        double value = dividend.getScore() / divisor.getScore();
        double relative = Math.hypot(
                dividend.getScoreError() / dividend.getScore(), divisor.getScoreError() / divisor.getScore());
        return new Ratio(name, value, value * relative);
    }

    /** As every suite prints it. */
    String line() {
        return String.format(Locale.ROOT, "ratio %s %.2f %.2f", name, value, error);
    }
}
