package dev.millrace.benchmarks.local;

import dev.millrace.benchmarks.Ratio;
import dev.millrace.benchmarks.Suite;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The same load on ours and on the peers, one after the other, several times round: rates of putting and reading,
 * memory behind it, and the time to the first answer.
 */
public final class LocalSuite implements Suite {

    private static final double WARM_UP_SECONDS = 8;

    /** What one process did. */
    private record Measured(double put, double decay, double get, double megabytes, double startMillis) {}

    @Override
    public String name() {
        return "local";
    }

    @Override
    public List<Ratio> run(boolean quick) throws Exception {
        int rounds = quick ? 1 : 3;
        double seconds = quick ? 3 : 6;
        Map<Peer, List<Measured>> measured = new EnumMap<>(Peer.class);
        for (int round = 0; round < rounds; round++) {
            for (Peer peer : Peer.installed()) {
                Measured result = measure(peer, seconds);
                System.out.printf(
                        Locale.ROOT,
                        "%-14s put %,10.0f records/s (%.2f of it in the last third)  get %,10.0f records/s  memory %4.0f MB"
                                + "  start %4.0f ms%n",
                        peer,
                        result.put(),
                        result.decay(),
                        result.get(),
                        result.megabytes(),
                        result.startMillis());
                measured.computeIfAbsent(peer, same -> new ArrayList<>()).add(result);
            }
        }
        MemoryAtEqualCounts.print();
        LocalExtras.run(quick);
        List<Ratio> ratios = new ArrayList<>();
        for (Peer peer : Peer.installed()) {
            if (peer == Peer.MILLRACE) {
                continue;
            }
            String than = "-faster-than-" + peer.name().toLowerCase(Locale.ROOT).replace('_', '-');
            double[][] ours = statistics(measured.getOrDefault(Peer.MILLRACE, List.of()));
            double[][] theirs = statistics(measured.getOrDefault(peer, List.of()));
            ratios.add(Ratio.of("put" + than, ours[0][0], ours[0][1], theirs[0][0], theirs[0][1]));
            ratios.add(Ratio.of("get" + than, ours[1][0], ours[1][1], theirs[1][0], theirs[1][1]));
        }
        return ratios;
    }

    private static Measured measure(Peer peer, double seconds) throws IOException {
        try (RunningPeer running = RunningPeer.start(peer)) {
            createStream(running.client());
            Load load = new Load(running.client());
            // A JVM compiles what is hot first; the others get the same time.
            load.putRate(WARM_UP_SECONDS);
            double first = load.putRate(seconds / 3);
            double second = load.putRate(seconds / 3);
            double third = load.putRate(seconds / 3);
            double put = (first + second + third) / 3;
            double get = load.getRate(seconds);
            return new Measured(put, third / put, get, running.residentMegabytes(), running.startMillis());
        }
    }

    static void createStream(KinesisHttp client) throws IOException {
        client.body("CreateStream", "{\"StreamName\": \"" + Load.STREAM + "\", \"ShardCount\": " + Load.SHARDS + "}");
        awaitActive(client);
    }

    private static void awaitActive(KinesisHttp client) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!client.body("DescribeStreamSummary", "{\"StreamName\": \"" + Load.STREAM + "\"}")
                .contains("\"ACTIVE\"")) {
            if (System.nanoTime() > end) {
                throw new IOException("the stream does not become active");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    /** Mean and standard error of the put rates, then of the get rates. */
    private static double[][] statistics(List<Measured> measured) {
        return new double[][] {
            meanAndError(measured.stream().mapToDouble(Measured::put).toArray()),
            meanAndError(measured.stream().mapToDouble(Measured::get).toArray())
        };
    }

    private static double[] meanAndError(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double mean = sum / values.length;
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double error = values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1) / values.length);
        return new double[] {mean, error};
    }
}
