package dev.millrace.multilang.shard;

import dev.millrace.child.protocol.Message;
import dev.millrace.processor.InvalidStateException;

/** Answers a child's requests for checkpoints while an action is open. */
interface CheckpointDesk {

    /** While nothing can be checkpointed: initializing, or when the lease is lost. */
    CheckpointDesk CLOSED =
            request -> request.failed(new InvalidStateException("no checkpoint can be made in this action", null));

    /** Stores a checkpoint, or finds out that it cannot be. */
    Message.Checkpoint answer(Message.Checkpoint request);
}
