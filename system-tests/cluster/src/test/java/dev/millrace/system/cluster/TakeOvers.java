package dev.millrace.system.cluster;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** How long the shards of workers that went were without deliveries. */
final class TakeOvers {

    /**
     * Of a shard.
     *
     * @param departure of the worker that had it
     * @param endMicros when another worker first delivered from it
     */
    private record TakeOver(Departure departure, long endMicros) {

        long millis() {
            return (endMicros - departure.micros()) / 1_000;
        }
    }

    private final List<ShardRun> runs;
    private final List<Departure> departures;

    TakeOvers(List<ShardRun> runs, List<Departure> departures) {
        this.runs = runs;
        this.departures = departures;
    }

    /** For each way to go, from then to the first delivery of each shard by another: all, and those nothing came between. */
    String summary() {
        List<TakeOver> all =
                departures.stream().flatMap(departure -> takeOvers(departure)).toList();
        return "take-over in ms, shortest/median/longest (shards):" + summary(all, takeOver -> true)
                + "; when no other worker went meanwhile:" + summary(all, this::isUndisturbed);
    }

    private static String summary(List<TakeOver> all, Predicate<TakeOver> which) {
        StringBuilder summary = new StringBuilder();
        for (Departure.Kind kind : Departure.Kind.values()) {
            long[] millis = all.stream()
                    .filter(takeOver -> takeOver.departure().kind() == kind)
                    .filter(which)
                    .mapToLong(TakeOver::millis)
                    .sorted()
                    .toArray();
            summary.append(" ").append(kind.name().toLowerCase(Locale.ROOT)).append("=");
            if (millis.length == 0) {
                summary.append("none");
            } else {
                summary.append(millis[0])
                        .append("/")
                        .append(millis[millis.length / 2])
                        .append("/")
                        .append(millis[millis.length - 1])
                        .append(" (")
                        .append(millis.length)
                        .append(")");
            }
        }
        return summary.toString();
    }

    private boolean isUndisturbed(TakeOver takeOver) {
        return departures.stream()
                .mapToLong(Departure::micros)
                .noneMatch(micros -> micros > takeOver.departure().micros() && micros < takeOver.endMicros());
    }

    private Stream<TakeOver> takeOvers(Departure departure) {
        return held(departure)
                .map(run -> nextDelivery(run, departure.micros()))
                .flatMap(end -> end.stream().mapToObj(micros -> new TakeOver(departure, micros)));
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
