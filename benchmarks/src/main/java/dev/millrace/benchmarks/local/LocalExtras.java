package dev.millrace.benchmarks.local;

import dev.millrace.local.LocalKinesis;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;

/** What only ours does, or does in this process: start, push, many shards and subscribers. Prints figures. */
final class LocalExtras {

    private static final int STARTS = 15;

    private LocalExtras() {}

    static void run(boolean quick) throws Exception {
        printStart();
        int count = quick ? 200 : 1_000;
        try (Push push = new Push()) {
            print("push by SubscribeToShard, through a split", push.throughAReshard(count));
        }
        try (Push push = new Push()) {
            double[] millis = push.toManySubscribers(1_000, 20, 10, quick ? 100 : 500);
            print("1,000 shards, 200 subscribers, 20 for each record", millis);
            System.out.printf(Locale.ROOT, "  memory of the service %.0f MB%n", push.residentMegabytes());
        }
    }

    /** From the call of start to the first answer, in a JVM that has done it before. */
    private static void printStart() throws Exception {
        double[] millis = new double[STARTS];
        for (int i = 0; i < STARTS; i++) {
            long start = System.nanoTime();
            try (LocalKinesis kinesis = LocalKinesis.start()) {
                new KinesisHttp(URI.create(kinesis.endpoint().toString())).body("ListStreams", "{}");
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        System.out.printf(Locale.ROOT, "embedded start to first answer: first %.0f ms, then", millis[0]);
        print("", Arrays.stream(millis).skip(1).sorted().toArray());
    }

    private static void print(String what, double[] sorted) {
        System.out.printf(
                Locale.ROOT,
                "%s median %.1f ms, 99 %% %.1f ms (%d)%n",
                what,
                sorted[sorted.length / 2],
                sorted[(int) (sorted.length * 0.99)],
                sorted.length);
    }
}
