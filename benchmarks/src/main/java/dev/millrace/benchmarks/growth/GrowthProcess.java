package dev.millrace.benchmarks.growth;

import dev.millrace.benchmarks.SideProcess;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The process of one dimension: prints seconds and bytes of every size. Arguments: label of the dimension, and whether it is the quick form. */
public final class GrowthProcess {

    private static final int MAX_REPETITIONS = 9;

    private GrowthProcess() {}

    public static void main(String[] arguments) throws Exception {
        Dimension dimension = Dimension.of(arguments[0]);
        boolean quick = Boolean.parseBoolean(arguments[1]);
        int[] sizes = dimension.sizes(quick);
        // To warm up.
        repeat(dimension.load(), quick ? sizes[0] : sizes[sizes.length / 2], quick ? 0.5 : 4);
        StringBuilder line = new StringBuilder(SideProcess.RESULT);
        for (int size : sizes) {
            Cost cost = repeat(dimension.load(), size, quick ? 0.1 : 2);
            line.append(String.format(Locale.ROOT, "%d %.9f %.0f ", size, cost.seconds(), cost.bytes()));
        }
        System.out.println(line.toString().strip());
        System.exit(0);
    }

    /** At least once, until the time is over; the one with the median time counts. */
    private static Cost repeat(Load load, int size, double seconds) throws Exception {
        List<Cost> costs = new ArrayList<>();
        long end = System.nanoTime() + (long) (seconds * 1e9);
        do {
            costs.add(load.measure(size));
        } while (System.nanoTime() < end && costs.size() < MAX_REPETITIONS);
        costs.sort(Comparator.comparingDouble(Cost::seconds));
        double bytes = costs.stream().mapToDouble(Cost::bytes).sorted().toArray()[costs.size() / 2];
        return new Cost(costs.get(costs.size() / 2).seconds(), bytes);
    }
}
