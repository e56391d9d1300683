package dev.millrace.benchmarks.local;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/** What a process has in use after it stored the same number of records as another one. Prints figures. */
final class MemoryAtEqualCounts {

    /** The slow one of the peers takes a minute for its share. */
    private static final Map<Peer, Integer> COUNTS = Map.of(Peer.KINESALITE, 200_000, Peer.KINESIS_LOCAL, 20_000);

    private MemoryAtEqualCounts() {}

    static void print() throws IOException {
        for (Map.Entry<Peer, Integer> entry : COUNTS.entrySet()) {
            int count = entry.getValue();
            double theirs = megabytes(entry.getKey(), count);
            double ours = megabytes(Peer.MILLRACE, count);
            System.out.printf(
                    Locale.ROOT,
                    "memory with %,d records: %s %.0f MB, %s %.0f MB, difference %.0f MB%n",
                    count,
                    entry.getKey(),
                    theirs,
                    Peer.MILLRACE,
                    ours,
                    ours - theirs);
        }
    }

    private static double megabytes(Peer peer, int count) throws IOException {
        try (RunningPeer running = RunningPeer.start(peer)) {
            LocalSuite.createStream(running.client());
            new Load(running.client()).put(count);
            return running.residentMegabytes();
        }
    }
}
