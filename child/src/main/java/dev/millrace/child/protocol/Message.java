package dev.millrace.child.protocol;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What daemon and child say to each other: one JSON object in a line. The daemon sends actions, one at a time; the child
 * answers each with a {@link Status}, and may ask for {@link Checkpoint}s before.
 */
public sealed interface Message {

    /**
     * The word in the member {@code action}.
     *
     * @return one of the constants of {@link Action}
     */
    String action();

    /**
     * Daemon to child, once, before all others.
     *
     * @param shardId the shard
     * @param sequenceNumber the checkpoint: decimal, or {@code TRIM_HORIZON}, {@code LATEST}, {@code AT_TIMESTAMP}; null if
     *     the daemon does not tell
     * @param subSequenceNumber of the checkpoint; null if the daemon does not tell
     */
    record Initialize(
            String shardId,
            @Nullable String sequenceNumber,
            @Nullable Long subSequenceNumber) implements Message {

        public Initialize {
            Objects.requireNonNull(shardId, "shardId");
        }

        @Override
        public String action() {
            return Action.INITIALIZE;
        }
    }

    /**
     * Daemon to child: the next records.
     *
     * @param records in order; none only if the daemon is told to send empty batches
     * @param millisBehindLatest how far behind the shard's tip they were read, in milliseconds; null if unknown
     */
    record ProcessRecords(
            List<ProtocolRecord> records, @Nullable Long millisBehindLatest) implements Message {

        public ProcessRecords {
            records = List.copyOf(records);
        }

        @Override
        public String action() {
            return Action.PROCESS_RECORDS;
        }
    }

    /** Daemon to child: another worker has the shard. The daemon closes the child's input after the answer. */
    record LeaseLost() implements Message {
        @Override
        public String action() {
            return Action.LEASE_LOST;
        }
    }

    /** Daemon to child: all was delivered; to be checkpointed. The daemon closes the child's input after the answer. */
    record ShardEnded() implements Message {
        @Override
        public String action() {
            return Action.SHARD_ENDED;
        }
    }

    /** Daemon to child: it is about to stop, or to hand the shard over; the last chance for a checkpoint. */
    record ShutdownRequested() implements Message {
        @Override
        public String action() {
            return Action.SHUTDOWN_REQUESTED;
        }
    }

    /**
     * Daemon to child, of daemons before 2.0, in place of {@link LeaseLost}, {@link ShardEnded} and {@link
     * ShutdownRequested}.
     *
     * @param reason {@code ZOMBIE} or {@code LEASE_LOST}, {@code TERMINATE} or {@code SHARD_END}, {@code REQUESTED}; null if
     *     the daemon does not tell
     */
    record Shutdown(@Nullable String reason) implements Message {
        @Override
        public String action() {
            return Action.SHUTDOWN;
        }
    }

    /**
     * Child to daemon: a request for a checkpoint; and back: how it went. A request names the place up to which all is
     * processed, an answer repeats what was stored.
     *
     * @param sequenceNumber decimal; null in a request for everything that was delivered so far
     * @param subSequenceNumber index inside an aggregated record; null is 0. Means nothing without a sequence number
     * @param error of an answer: the simple name of the exception that the checkpoint failed with, null if it is stored.
     *     Requests have none
     */
    record Checkpoint(
            @Nullable String sequenceNumber,
            @Nullable Long subSequenceNumber,
            @Nullable String error) implements Message {

        /** A request: everything that was delivered so far is processed. */
        public static Checkpoint everything() {
            return new Checkpoint(null, null, null);
        }

        /** A request: everything up to and with this user record is processed. */
        public static Checkpoint upTo(String sequenceNumber, @Nullable Long subSequenceNumber) {
            return new Checkpoint(Objects.requireNonNull(sequenceNumber, "sequenceNumber"), subSequenceNumber, null);
        }

        /** The answer to this request: it is stored. */
        public Checkpoint stored() {
            return new Checkpoint(sequenceNumber, subSequenceNumber, null);
        }

        /** The answer to this request: it is not stored, and this exception is why. */
        public Checkpoint failed(Throwable why) {
            return new Checkpoint(
                    sequenceNumber, subSequenceNumber, why.getClass().getSimpleName());
        }

        @Override
        public String action() {
            return Action.CHECKPOINT;
        }
    }

    /**
     * Child to daemon: an action is done.
     *
     * @param responseFor the action's word; null if the child did not tell
     */
    record Status(@Nullable String responseFor) implements Message {

        /** The answer to this action. */
        public static Status of(Message done) {
            return new Status(done.action());
        }

        @Override
        public String action() {
            return Action.STATUS;
        }
    }

    /**
     * Child to daemon, before its first answer: the daemon is to speak in frames behind its first action. No answer comes.
     *
     * @param frames their version; {@link FrameReader#VERSION}
     * @param shards how many the child takes at a time, from 1
     */
    record Extend(long frames, long shards) implements Message {
        @Override
        public String action() {
            return Action.EXTEND;
        }
    }

    /**
     * Child to daemon, an extension: a line for the daemon's log. No answer comes. Other daemons take the line for output
     * that is no message, and log it as it is.
     *
     * @param level {@code TRACE}, {@code DEBUG}, {@code INFO}, {@code WARN} or {@code ERROR}; whatever the child wrote
     * @param message what is to be logged
     */
    record Log(String level, String message) implements Message {

        public Log {
            Objects.requireNonNull(level, "level");
            Objects.requireNonNull(message, "message");
        }

        @Override
        public String action() {
            return Action.LOG;
        }
    }
}
