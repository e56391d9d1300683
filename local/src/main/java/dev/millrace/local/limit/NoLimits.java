package dev.millrace.local.limit;

import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.Consumer;
import dev.millrace.local.stream.Shard;
import dev.millrace.local.stream.ShardRead;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.stream.StreamName;
import dev.millrace.record.HashKey;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Everything goes through; nothing is counted. */
enum NoLimits implements Limits {
    ALL_FREE;

    @Override
    public void call(String operation, Account caller, Supplier<@Nullable StreamName> stream) {}

    @Override
    public boolean takes(Stream stream, HashKey hashKey, long length) {
        return true;
    }

    @Override
    public void iterator(Stream stream, Shard shard) {}

    @Override
    public ShardRead read(Stream stream, Shard shard, Supplier<ShardRead> read) {
        return read.get();
    }

    @Override
    public Pace subscription(Consumer consumer, Shard shard) {
        return Pace.FREE;
    }
}
