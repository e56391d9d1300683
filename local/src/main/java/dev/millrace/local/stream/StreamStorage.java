package dev.millrace.local.stream;

import dev.millrace.local.state.SavedPart;
import dev.millrace.local.state.State;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where one stream is kept: its state, and a log for each of its shards. Safe for use by many threads. */
public interface StreamStorage extends SavedPart {

    /** The stream ends with the service. */
    StreamStorage IN_MEMORY = new StreamStorage() {
        @Override
        public RecordLog openLog(int shardIndex, long createdSeconds) {
            return new MemoryLog();
        }

        @Override
        public @Nullable State saved() {
            return null;
        }

        @Override
        public void save(Supplier<State> now) {}

        @Override
        public void delete() {}
    };

    /**
     * The log of a shard, with what it kept.
     *
     * @param shardIndex of the shard
     * @param createdSeconds when the shard was created, in seconds since 1970: part of its sequence numbers
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    RecordLog openLog(int shardIndex, long createdSeconds);

    /** Forgets the stream. What is then still asked of its logs fails. */
    void delete();
}
