package dev.millrace.system.cluster;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** How long the shards of workers that went were without deliveries. */
final class TakeOvers {

    private final List<ShardRun> runs;
    private final List<Departure> departures;

    TakeOvers(List<ShardRun> runs, List<Departure> departures) {
        this.runs = runs;
        this.departures = departures;
    }

    /** For each way to go: from then to the first delivery of each shard by another. */
    String summary() {
        StringBuilder summary = new StringBuilder();
        for (Departure.Kind kind : Departure.Kind.values()) {
            long[] millis = departures.stream()
                    .filter(departure -> departure.kind() == kind)
                    .flatMapToLong(this::millis)
                    .sorted()
                    .toArray();
            summary.append(" ").append(kind.name().toLowerCase(Locale.ROOT)).append("=");
            summary.append(
                    millis.length == 0
                            ? "none"
                            : String.format(
                                    Locale.ROOT,
                                    "%d/%d/%d(%d)",
                                    millis[0],
                                    millis[millis.length / 2],
                                    millis[millis.length - 1],
                                    millis.length));
        }
        return "take-over, min/median/max(shards), ms:" + summary;
    }

    private LongStream millis(Departure departure) {
        return held(departure)
                .map(run -> nextDelivery(run, departure.micros()))
                .flatMapToLong(OptionalLong::stream)
                .map(micros -> (micros - departure.micros()) / 1_000);
    }

    /** The runs that a worker's going ended. */
    private Stream<ShardRun> held(Departure departure) {
        long gone = departure.micros();
        return runs.stream()
                .filter(run -> run.worker().equals(departure.worker()))
                .filter(run -> run.begunMicros() <= gone && !run.isOver(gone))
                .filter(run -> runs.stream()
                        .noneMatch(other -> other.shardId().equals(run.shardId())
                                && other.begunMicros() > run.begunMicros()
                                && other.begunMicros() <= gone));
    }

    private OptionalLong nextDelivery(ShardRun run, long gone) {
        return runs.stream()
                .filter(other -> other.shardId().equals(run.shardId()))
                .filter(other -> !other.worker().equals(run.worker()) && other.begunMicros() > gone)
                .flatMap(other -> other.of(Event.Kind.DELIVERED).stream().limit(1))
                .mapToLong(Event::micros)
                .min();
    }
}
