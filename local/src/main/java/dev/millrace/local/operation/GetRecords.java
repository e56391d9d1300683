package dev.millrace.local.operation;

import dev.millrace.local.limit.Limits;
import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.Shard;
import dev.millrace.local.stream.ShardId;
import dev.millrace.local.stream.ShardRead;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;
import dev.millrace.local.wire.SealedText;
import dev.millrace.local.wire.ServiceException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** GetRecords: at the end of a shard there is no next iterator, and the children are named. */
final class GetRecords extends Operation {

    private static final int MAX_RECORDS = 10_000;
    private static final long MAX_BYTES = 10L * 1024 * 1024;
    private static final long LIFETIME_MILLIS = 300_000;
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern(
                    "EEE MMM dd HH:mm:ss 'UTC' yyyy", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Streams streams;
    private final SealedText texts;
    private final Limits limits;

    GetRecords(Streams streams, SealedText texts, Limits limits) {
        super(
                Member.integer("Limit", 1, MAX_RECORDS),
                Member.string("ShardIterator").mandatory().between(1, 512),
                Member.streamArn(),
                DryRun.member());
        this.streams = streams;
        this.texts = texts;
        this.limits = limits;
    }

    @Override
    public Answer run(Request request, Account caller) {
        IteratorPosition position = IteratorPosition.open(request.requiredText("ShardIterator"), texts);
        long now = streams.clock().millis();
        if (now - position.issuedMillis() > LIFETIME_MILLIS) {
            throw ServiceException.expiredIterator("Iterator expired. The iterator was created at time "
                    + MOMENT.format(Instant.ofEpochMilli(position.issuedMillis())) + " while right now it is "
                    + MOMENT.format(Instant.ofEpochMilli(now))
                    + " which is further in the future than the tolerated delay of " + LIFETIME_MILLIS
                    + " milliseconds.");
        }
        Stream stream = streams.get(position.stream());
        // Two streams of that name may have been created in the same millisecond, with fewer shards the second time.
        if (stream.createdMillis() != position.streamCreatedMillis()
                || position.shardIndex() >= stream.shards().size()) {
            throw ServiceException.resourceNotFound("Shard "
                    + ShardId.of(position.shardIndex()) + " in stream "
                    + stream.name().describe() + " does not exist");
        }
        Shard shard = stream.shards().get(position.shardIndex());
        DryRun.end(request);
        ShardRead read = limits.read(
                stream,
                shard,
                () -> shard.read(position.recordIndex(), request.integer("Limit", MAX_RECORDS), MAX_BYTES));
        Answer answer = Answer.create()
                .with(
                        "Records",
                        read.records().stream().map(Descriptions::record).toList())
                .with("MillisBehindLatest", read.millisBehind(now));
        // Between the moment that a shard is closed and the one that its children are there, it has not ended yet.
        List<Shard> children = read.ended() ? stream.childrenOf(shard) : List.of();
        if (!children.isEmpty()) {
            return answer.with(
                    "ChildShards",
                    children.stream().map(Descriptions::childShard).toList());
        }
        IteratorPosition next = new IteratorPosition(
                position.stream(), position.streamCreatedMillis(), shard.index(), read.nextIndex(), now);
        return answer.with("NextShardIterator", next.seal(texts));
    }
}
