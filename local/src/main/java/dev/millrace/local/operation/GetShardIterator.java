package dev.millrace.local.operation;

import dev.millrace.local.limit.Limits;
import dev.millrace.local.stream.Account;
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

/** GetShardIterator, of all five types. */
final class GetShardIterator extends Operation {

    private final Streams streams;
    private final SealedText texts;
    private final Limits limits;

    GetShardIterator(Streams streams, SealedText texts, Limits limits) {
        super(
                Member.shardId("ShardId").mandatory(),
                StartingPoint.type("ShardIteratorType"),
                Member.streamName(),
                Member.sequenceNumber("StartingSequenceNumber"),
                Member.of("Timestamp", MemberType.TIMESTAMP),
                Member.streamArn(),
                DryRun.member());
        this.streams = streams;
        this.texts = texts;
        this.limits = limits;
    }

    @Override
    public Answer run(Request request, Account caller) {
        StreamName name = StreamReference.of(request, caller);
        Stream stream = streams.get(name);
        Shard shard = shard(stream, request.requiredText("ShardId"));
        long now = streams.clock().millis();
        StartingPoint from = new StartingPoint(
                "GetShardIterator",
                request.requiredText("ShardIteratorType"),
                request.text("StartingSequenceNumber"),
                request.instant("Timestamp"));
        IteratorPosition position = new IteratorPosition(
                name, stream.createdMillis(), shard.index(), from.recordIndex(stream, shard, now), now);
        DryRun.end(request);
        limits.iterator(stream, shard);
        return Answer.create().with("ShardIterator", position.seal(texts));
    }

    static Shard shard(Stream stream, String shardId) {
        return stream.shard(shardId).orElseThrow(() -> shardNotFound(shardId, stream.name()));
    }

    private static ServiceException shardNotFound(String shardId, StreamName name) {
        Integer index = ShardId.parse(shardId);
        return ServiceException.resourceNotFound(
                index == null
                        ? "Could not find shard " + shardId + " in stream " + name.describe() + "."
                        : "Shard " + ShardId.of(index) + " in stream " + name.describe() + " does not exist");
    }
}
