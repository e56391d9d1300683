package dev.millrace.local.operation;

import dev.millrace.local.channel.Channels;
import dev.millrace.local.fault.Faults;
import dev.millrace.local.limit.Limits;
import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.BillingCommitments;
import dev.millrace.local.stream.Storage;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.subscription.Subscriptions;
import dev.millrace.local.wire.Request;
import dev.millrace.local.wire.SealedText;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The operations that this service has, by name. */
public final class Operations {

    private final Map<String, Operation> byName;
    private final Limits limits;

    /** What is not the streams' own is kept in parts of the storage. */
    public Operations(Streams streams, Subscriptions subscriptions, Faults faults, Limits limits, Storage storage) {
        this.limits = limits;
        SealedText texts = new SealedText(storage.part("secret"));
        Channels channels = new Channels(streams.limits().channelCount(), storage.part("channels"));
        BillingCommitments commitments = new BillingCommitments(streams.clock(), storage.part("commitments"));
        Resources resources = new Resources(
                List.of(streams::attributes, channels, arn -> ConsumerReference.attributes(arn, streams)));
        this.byName = java.util.stream.Stream.of(
                        new AddTagsToStream(streams),
                        new CreateChannel(streams, channels),
                        new CreateStream(streams, commitments),
                        new DecreaseStreamRetentionPeriod(streams),
                        new DeleteChannel(channels),
                        new DeleteResourcePolicy(resources),
                        new DeleteStream(streams, channels),
                        new DeregisterStreamConsumer(streams),
                        new DescribeAccountSettings(commitments),
                        new DescribeChannel(channels),
                        new DescribeLimits(streams, channels),
                        new DescribeStream(streams),
                        new DescribeStreamConsumer(streams),
                        new DescribeStreamSummary(streams, channels),
                        new DisableEnhancedMonitoring(streams),
                        new EnableEnhancedMonitoring(streams),
                        new GetRecords(streams, texts, limits),
                        new GetResourcePolicy(resources),
                        new GetShardIterator(streams, texts, limits),
                        new IncreaseStreamRetentionPeriod(streams),
                        new ListChannels(channels, texts, streams.clock()),
                        new ListShards(streams, texts),
                        new ListStreamConsumers(streams, texts),
                        new ListStreams(streams, texts),
                        new ListTagsForResource(resources),
                        new ListTagsForStream(streams),
                        new MergeShards(streams),
                        new PutRecord(streams, limits),
                        new PutRecords(streams, faults, limits),
                        new PutResourcePolicy(resources),
                        new RegisterStreamConsumer(streams),
                        new RemoveTagsFromStream(streams),
                        new SplitShard(streams),
                        new StartStreamEncryption(streams),
                        new StopStreamEncryption(streams),
                        new SubscribeToShard(streams, subscriptions, limits),
                        new TagResource(resources),
                        new UntagResource(resources),
                        new UpdateAccountSettings(commitments),
                        new UpdateChannel(channels),
                        new UpdateMaxRecordSize(streams),
                        new UpdateShardCount(streams),
                        new UpdateStreamMode(streams, commitments),
                        new UpdateStreamRecordDistributionStrategy(streams),
                        new UpdateStreamWarmThroughput(streams, commitments))
                .collect(Collectors.toUnmodifiableMap(Operation::name, Function.identity()));
    }

    /** The operation, or null if there is none of that name. */
    public @Nullable Operation get(String name) {
        return byName.get(name);
    }

    /**
     * Lets a call begin, before anything is looked up.
     *
     * @throws dev.millrace.local.wire.ServiceException if there were too many of them
     */
    public void admit(Operation operation, Request request, Account caller) {
        limits.call(operation.name(), caller, () -> StreamReference.mentioned(request, caller));
    }
}
