package dev.millrace.producer.cloudwatch;

/** Number, sum, least and largest of values. Never empty once used. Not safe for use by many threads. */
final class Statistic {

    private double count;
    private double sum;
    private double least = Double.POSITIVE_INFINITY;
    private double largest = Double.NEGATIVE_INFINITY;

    /** Adds a value so many times. */
    void add(double value, double times) {
        if (times > 0) {
            count += times;
            sum += value * times;
            least = Math.min(least, value);
            largest = Math.max(largest, value);
        }
    }

    double count() {
        return count;
    }

    double sum() {
        return sum;
    }

    double least() {
        return least;
    }

    double largest() {
        return largest;
    }
}
