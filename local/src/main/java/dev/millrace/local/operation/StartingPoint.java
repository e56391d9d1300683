package dev.millrace.local.operation;

import dev.millrace.local.stream.SequenceNumber;
import dev.millrace.local.stream.Shard;
import dev.millrace.local.stream.ShardId;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.ServiceException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a reader of a shard wants to begin.
 *
 * @param operation that asks, for error texts
 * @param type one of the five
 * @param sequenceNumber for the two types with one
 * @param timestamp for AT_TIMESTAMP
 */
record StartingPoint(
        String operation,
        String type,
        @Nullable String sequenceNumber,
        @Nullable Instant timestamp) {

    /** The member that holds the type. */
    static Member type(String name) {
        return Member.string(name)
                .mandatory()
                .oneOf("AFTER_SEQUENCE_NUMBER", "LATEST", "AT_TIMESTAMP", "AT_SEQUENCE_NUMBER", "TRIM_HORIZON");
    }

    /** Index of the first record to be read. */
    long recordIndex(Stream stream, Shard shard, long nowMillis) {
        boolean numbered = type.endsWith("SEQUENCE_NUMBER");
        if (numbered != (sequenceNumber != null)) {
            throw ServiceException.invalidArgument(
                    "Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or"
                            + " (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified " + type
                            + (numbered ? " and no StartingSequenceNumber." : " and also a StartingSequenceNumber."));
        }
        if (sequenceNumber != null) {
            long index = indexOf(sequenceNumber, stream, shard);
            // Nothing follows the number at which a shard ends.
            return type.startsWith("AT") || index == Long.MAX_VALUE ? index : index + 1;
        }
        return switch (type) {
            case "TRIM_HORIZON" -> shard.firstIndex();
            case "AT_TIMESTAMP" -> shard.indexAt(millis(nowMillis));
            default -> shard.nextIndex();
        };
    }

    private long millis(long nowMillis) {
        if (timestamp == null) {
            throw ServiceException.invalidArgument("Must specify timestampInMillis parameter for iterator of type"
                    + " AT_TIMESTAMP. Current request has no timestamp parameter.");
        }
        long millis = timestamp.toEpochMilli();
        if (millis > nowMillis) {
            throw ServiceException.invalidArgument("The timestampInMillis parameter cannot be greater than the"
                    + " currentTimestampInMillis. timestampInMillis: " + millis + ", currentTimestampInMillis: "
                    + nowMillis);
        }
        return millis;
    }

    private long indexOf(String text, Stream stream, Shard shard) {
        String invalid = "StartingSequenceNumber " + text + " used in " + operation + " on shard " + shard.id()
                + " in stream " + stream.name().describe() + " is invalid";
        SequenceNumber number = SequenceNumber.parse(text);
        if (number == null) {
            throw ServiceException.invalidArgument(invalid + ".");
        }
        if (number.shardIndex() != shard.index()) {
            throw ServiceException.invalidArgument("Invalid StartingSequenceNumber. It encodes "
                    + ShardId.of(number.shardIndex())
                    + ", while it was used in a call to a shard with " + shard.id());
        }
        if (number.shardCreatedSeconds() != shard.createdSeconds()) {
            throw ServiceException.invalidArgument(invalid + " because it did not come from this stream.");
        }
        boolean stored = number.index() < shard.nextIndex();
        if (!stored && !number.equals(shard.endingSequenceNumber())) {
            throw ServiceException.invalidArgument(invalid + ".");
        }
        return number.index();
    }
}
