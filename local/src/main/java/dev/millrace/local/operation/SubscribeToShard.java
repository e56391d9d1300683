package dev.millrace.local.operation;

import dev.millrace.local.limit.Limits;
import dev.millrace.local.limit.Pace;
import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.Consumer;
import dev.millrace.local.stream.SequenceNumber;
import dev.millrace.local.stream.Shard;
import dev.millrace.local.stream.ShardRead;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.subscription.EventContent;
import dev.millrace.local.subscription.Subscription;
import dev.millrace.local.subscription.Subscriptions;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.MemberType;
import dev.millrace.local.wire.Request;
import java.time.Clock;
import java.util.List;
import java.util.Objects;

/** SubscribeToShard: answered by events, which are JSON. */
public final class SubscribeToShard extends Operation {

    private final Streams streams;
    private final Subscriptions subscriptions;
    private final Limits limits;

    SubscribeToShard(Streams streams, Subscriptions subscriptions, Limits limits) {
        super(
                ConsumerReference.consumerArn().mandatory(),
                Member.shardId("ShardId").mandatory(),
                Member.structure(
                                "StartingPosition",
                                List.of(
                                        StartingPoint.type("Type"),
                                        Member.sequenceNumber("SequenceNumber"),
                                        Member.of("Timestamp", MemberType.TIMESTAMP)))
                        .mandatory(),
                DryRun.member());
        this.streams = streams;
        this.subscriptions = subscriptions;
        this.limits = limits;
    }

    /** Checks the request; what it returns is started where the answer goes. */
    public Subscription subscribe(Request request) {
        Consumer consumer = ConsumerReference.ofArn(request.requiredText("ConsumerARN"), streams);
        Stream stream = streams.get(consumer.stream());
        Shard shard = GetShardIterator.shard(stream, request.requiredText("ShardId"));
        Request position = Objects.requireNonNull(request.structure("StartingPosition"));
        StartingPoint from = new StartingPoint(
                "SubscribeToShard",
                position.requiredText("Type"),
                position.text("SequenceNumber"),
                position.instant("Timestamp"));
        long index = from.recordIndex(stream, shard, streams.clock().millis());
        DryRun.end(request);
        Pace pace = limits.subscription(consumer, shard);
        return subscriptions.open(stream, shard, consumer, index, content(shard, streams.clock()), pace);
    }

    @Override
    public Answer run(Request request, Account caller) {
        throw new IllegalStateException("SubscribeToShard is answered by events");
    }

    private static EventContent content(Shard shard, Clock clock) {
        return (read, children) -> {
            long now = clock.millis();
            return Answer.create()
                    .with(
                            "Records",
                            read.records().stream().map(Descriptions::record).toList())
                    .with("ContinuationSequenceNumber", children.isEmpty() ? continuation(shard, read, now) : null)
                    .with("MillisBehindLatest", read.millisBehind(now))
                    .with(
                            "ChildShards",
                            children.isEmpty()
                                    ? null
                                    : children.stream()
                                            .map(Descriptions::childShard)
                                            .toList());
        };
    }

    /** The last record's number or, where there is none, one behind everything before that moves on with time. */
    private static String continuation(Shard shard, ShardRead read, long nowMillis) {
        if (!read.records().isEmpty()) {
            return read.records()
                    .get(read.records().size() - 1)
                    .sequenceNumber()
                    .toString();
        }
        long seconds = Math.max(nowMillis / 1000, shard.createdSeconds());
        return new SequenceNumber(shard.createdSeconds(), read.nextIndex() - 1, seconds, shard.index()).toString();
    }
}
