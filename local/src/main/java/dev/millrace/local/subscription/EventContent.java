package dev.millrace.local.subscription;

import dev.millrace.local.stream.Shard;
import dev.millrace.local.stream.ShardRead;
import dev.millrace.local.wire.Answer;
import java.util.List;

/** What the events of a subscription say. */
public interface EventContent {

    /**
     * The payload of one event.
     *
     * @param read what is new, perhaps nothing
     * @param children of the shard, if it ends with this event; otherwise none
     */
    Answer event(ShardRead read, List<Shard> children);
}
