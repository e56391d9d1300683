package dev.millrace.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What several rounds of several sides gave, each some numbers. */
public final class Samples {

    private final Map<String, List<double[]>> bySide = new TreeMap<>();

    public void add(String side, double[] numbers) {
        bySide.computeIfAbsent(side, same -> new ArrayList<>()).add(numbers);
    }

    /** One side's number of this index, divided by the other's, with the errors of both. */
    public Ratio ratio(String name, String side, String other, int index) {
        double[] dividend = statistics(side, index);
        double[] divisor = statistics(other, index);
        return Ratio.of(name, dividend[0], dividend[1], divisor[0], divisor[1]);
    }

    /** Mean and standard error. */
    private double[] statistics(String side, int index) {
        List<double[]> samples = bySide.getOrDefault(side, List.of());
        double mean =
                samples.stream().mapToDouble(sample -> sample[index]).average().orElse(Double.NaN);
        double squares = samples.stream()
                .mapToDouble(sample -> (sample[index] - mean) * (sample[index] - mean))
                .sum();
        int count = samples.size();
        return new double[] {mean, count < 2 ? 0 : Math.sqrt(squares / (count - 1) / count)};
    }
}
