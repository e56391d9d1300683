package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.SequenceNumber;
import dev.millrace.local.stream.Shard;
import dev.millrace.local.stream.ShardId;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.stream.StreamName;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.MemberType;
import dev.millrace.local.wire.Request;
import dev.millrace.local.wire.SealedText;
import dev.millrace.local.wire.ServiceException;
import java.time.Instant;

/** GetShardIterator, of all five types. */
final class GetShardIterator extends Operation {

    private final Streams streams;
    private final SealedText texts;

    GetShardIterator(Streams streams, SealedText texts) {
        super(
                Member.shardId("ShardId").mandatory(),
                Member.string("ShardIteratorType")
                        .mandatory()
                        .oneOf("AFTER_SEQUENCE_NUMBER", "LATEST", "AT_TIMESTAMP", "AT_SEQUENCE_NUMBER", "TRIM_HORIZON"),
                Member.streamName(),
                Member.sequenceNumber("StartingSequenceNumber"),
                Member.of("Timestamp", MemberType.TIMESTAMP),
                Member.streamArn(),
                DryRun.member());
        this.streams = streams;
        this.texts = texts;
    }

    @Override
    public Answer run(Request request, Account caller) {
        StreamName name = StreamReference.of(request, caller);
        Stream stream = streams.get(name);
        String shardId = request.requiredText("ShardId");
        Shard shard = stream.shard(shardId).orElseThrow(() -> shardNotFound(shardId, name));
        long now = streams.clock().millis();
        IteratorPosition position = new IteratorPosition(
                name, stream.createdMillis(), shard.index(), recordIndex(request, stream, shard, now), now);
        DryRun.end(request);
        return Answer.create().with("ShardIterator", position.seal(texts));
    }

    private static ServiceException shardNotFound(String shardId, StreamName name) {
        Integer index = ShardId.parse(shardId);
        return ServiceException.resourceNotFound(
                index == null
                        ? "Could not find shard " + shardId + " in stream " + name.describe() + "."
                        : "Shard " + ShardId.of(index) + " in stream " + name.describe() + " does not exist");
    }

    private static long recordIndex(Request request, Stream stream, Shard shard, long nowMillis) {
        String type = request.requiredText("ShardIteratorType");
        String number = request.text("StartingSequenceNumber");
        boolean numbered = type.endsWith("SEQUENCE_NUMBER");
        if (numbered != (number != null)) {
            throw ServiceException.invalidArgument(
                    "Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or"
                            + " (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified " + type
                            + (numbered ? " and no StartingSequenceNumber." : " and also a StartingSequenceNumber."));
        }
        if (number != null) {
            long index = indexOf(number, stream, shard);
            // Nothing follows the number at which a shard ends.
            return type.startsWith("AT") || index == Long.MAX_VALUE ? index : index + 1;
        }
        return switch (type) {
            case "TRIM_HORIZON" -> shard.firstIndex();
            case "AT_TIMESTAMP" -> shard.indexAt(timestamp(request, nowMillis));
            default -> shard.nextIndex();
        };
    }

    private static long timestamp(Request request, long nowMillis) {
        Instant timestamp = request.instant("Timestamp");
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

    private static long indexOf(String text, Stream stream, Shard shard) {
        String invalid = "StartingSequenceNumber " + text + " used in GetShardIterator on shard " + shard.id()
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
