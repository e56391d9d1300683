package dev.millrace.local.operation;

import dev.millrace.local.fault.Faults;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.subscription.Subscriptions;
import dev.millrace.local.wire.SealedText;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The operations that this service has, by name. */
public final class Operations {

    private final Map<String, Operation> byName;

    public Operations(Streams streams, Subscriptions subscriptions, Faults faults) {
        SealedText texts = new SealedText();
        this.byName = java.util.stream.Stream.of(
                        new CreateStream(streams),
                        new DeleteStream(streams),
                        new DeregisterStreamConsumer(streams),
                        new DescribeStream(streams),
                        new DescribeStreamConsumer(streams),
                        new DescribeStreamSummary(streams),
                        new GetRecords(streams, texts),
                        new GetShardIterator(streams, texts),
                        new ListShards(streams, texts),
                        new ListStreamConsumers(streams),
                        new ListStreams(streams),
                        new MergeShards(streams),
                        new PutRecord(streams),
                        new PutRecords(streams, faults),
                        new RegisterStreamConsumer(streams),
                        new SplitShard(streams),
                        new SubscribeToShard(streams, subscriptions))
                .collect(Collectors.toUnmodifiableMap(Operation::name, Function.identity()));
    }

    /** The operation, or null if there is none of that name. */
    public @Nullable Operation get(String name) {
        return byName.get(name);
    }
}
