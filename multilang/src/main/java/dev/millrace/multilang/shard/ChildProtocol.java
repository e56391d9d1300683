package dev.millrace.multilang.shard;

import dev.millrace.child.protocol.Message;

/** In which words children are told that their work is over; all else is the same. */
public enum ChildProtocol {
    /** As the library's daemons of version 1 did: {@code shutdown} with a reason. */
    V1(new Message.Shutdown("ZOMBIE"), new Message.Shutdown("TERMINATE")),
    /** As since version 2. */
    V2(new Message.LeaseLost(), new Message.ShardEnded());

    private final Message leaseLost;
    private final Message shardEnded;

    ChildProtocol(Message leaseLost, Message shardEnded) {
        this.leaseLost = leaseLost;
        this.shardEnded = shardEnded;
    }

    Message leaseLost() {
        return leaseLost;
    }

    Message shardEnded() {
        return shardEnded;
    }
}
