package dev.millrace.local.operation;

import dev.millrace.local.stream.Streams;
import dev.millrace.local.wire.SealedText;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The operations that this service has, by name. */
public final class Operations {

    private final Map<String, Operation> byName;

    public Operations(Streams streams) {
        SealedText texts = new SealedText();
        this.byName = java.util.stream.Stream.of(
                        new CreateStream(streams),
                        new DecreaseStreamRetentionPeriod(streams),
                        new DeleteStream(streams),
                        new DescribeStream(streams),
                        new DescribeStreamSummary(streams),
                        new GetRecords(streams, texts),
                        new GetShardIterator(streams, texts),
                        new IncreaseStreamRetentionPeriod(streams),
                        new ListShards(streams, texts),
                        new ListStreams(streams),
                        new MergeShards(streams),
                        new PutRecord(streams),
                        new PutRecords(streams),
                        new SplitShard(streams))
                .collect(Collectors.toUnmodifiableMap(Operation::name, Function.identity()));
    }

    /** The operation, or null if there is none of that name. */
    public @Nullable Operation get(String name) {
        return byName.get(name);
    }
}
