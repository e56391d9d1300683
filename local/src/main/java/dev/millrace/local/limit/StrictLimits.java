package dev.millrace.local.limit;

import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.Consumer;
import dev.millrace.local.stream.Shard;
import dev.millrace.local.stream.ShardRead;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.stream.StreamName;
import dev.millrace.local.wire.ServiceException;
import dev.millrace.record.HashKey;
import java.time.Clock;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The {@link Rates}. A shard's budget is made when it is first used, and goes with the shard. */
final class StrictLimits implements Limits {

    private final Clock clock;
    private final CallBuckets calls;
    private final Map<Shard, ShardBudget> shards = new WeakHashMap<>();

    /** Who shares the calls of an operation: an account or a stream. */
    private record Callers(String operation, Object who) {}

    /** The ARN tells consumers of the same name apart. */
    private record Subscriber(String consumerArn, int shardIndex) {}

    StrictLimits(Clock clock) {
        this.clock = clock;
        this.calls = new CallBuckets(clock);
    }

    @Override
    public void call(String operation, Account caller, Supplier<@Nullable StreamName> stream) {
        CallRate rate = Rates.of(operation);
        if (rate == null) {
            return;
        }
        StreamName name = stream.get();
        // A stream of another account, by its ARN, counts where it is.
        Account account = name == null ? caller : name.account();
        Object who = rate.scope() == CallRate.Scope.STREAM && name != null ? name : account;
        if (!calls.take(new Callers(operation, who), rate.perSecond())) {
            throw ServiceException.limitExceeded(
                    name == null ? RateExceeded.forAccount(account) : RateExceeded.forStream(name));
        }
    }

    @Override
    public boolean takes(Stream stream, HashKey hashKey, long length) {
        return budget(stream.shardFor(hashKey)).takes(length);
    }

    @Override
    public void iterator(Stream stream, Shard shard) {
        if (!budget(shard).givesIterator()) {
            throw throughputExceeded(stream, shard);
        }
    }

    @Override
    public ShardRead read(Stream stream, Shard shard, Supplier<ShardRead> read) {
        ShardRead found = budget(shard).read(read);
        if (found == null) {
            throw throughputExceeded(stream, shard);
        }
        return found;
    }

    @Override
    public Pace subscription(Consumer consumer, Shard shard) {
        Subscriber subscriber = new Subscriber(consumer.arn(), shard.index());
        if (!calls.take(subscriber, Rates.SUBSCRIBE_CALLS)) {
            throw ServiceException.limitExceeded(RateExceeded.forShard(shard.id(), consumer.stream()));
        }
        return Pace.strict(clock);
    }

    private ShardBudget budget(Shard shard) {
        synchronized (shards) {
            return shards.computeIfAbsent(shard, unused -> new ShardBudget(clock));
        }
    }

    private static ServiceException throughputExceeded(Stream stream, Shard shard) {
        shard.traffic().throttled();
        return ServiceException.throughputExceeded(RateExceeded.forShard(shard.id(), stream.name()));
    }
}
