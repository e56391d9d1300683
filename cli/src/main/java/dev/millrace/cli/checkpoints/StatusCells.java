package dev.millrace.cli.checkpoints;

import dev.millrace.kcl.ShardPosition;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a shard's status is shown in a table. */
public final class StatusCells {

    /** What the cells tell. */
    public static final List<String> COLUMNS = List.of("stream", "shard", "owner", "checkpoint", "lag", "state");

    private static final int SHOWN_DIGITS = 12;

    private StatusCells() {}

    /**
     * The cells of a shard, one for each column.
     *
     * @param lag null if it is not known
     */
    public static List<String> of(ShardStatus shard, @Nullable Duration lag) {
        String stream = shard.stream();
        String owner = shard.owner();
        return List.of(
                stream == null ? "?" : stream,
                shard.shardId(),
                owner == null ? "-" : owner,
                checkpoint(shard.position()),
                shard.state().equals("ended") ? "-" : lag(lag),
                shard.state());
    }

    /** The last digits of a sequence number, in which those of a shard differ. */
    private static String checkpoint(@Nullable ShardPosition position) {
        if (position == null) {
            return "-";
        }
        if (!position.place().isNumber()) {
            return position.moment() == null
                    ? position.place().toString()
                    : position.moment().toString();
        }
        String number = position.place().sequenceNumber();
        String end = number.length() <= SHOWN_DIGITS ? number : ".." + number.substring(number.length() - SHOWN_DIGITS);
        return end + "/" + position.place().subSequenceNumber();
    }

    private static String lag(@Nullable Duration lag) {
        if (lag == null) {
            return "?";
        }
        if (lag.toHours() > 0) {
            return lag.toHours() + " h " + lag.toMinutesPart() + " min";
        }
        return lag.toMinutes() > 0
                ? lag.toMinutes() + " min " + lag.toSecondsPart() + " s"
                : lag.toSeconds() > 0 || lag.isZero() ? lag.toSeconds() + " s" : lag.toMillis() + " ms";
    }
}
