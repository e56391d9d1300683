package dev.millrace.system.cluster;

import dev.millrace.processor.ExtendedSequenceNumber;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Something that a worker's processor was told or did, as one line of its output.
 *
 * @param kind what
 * @param run of a shard by a processor, counted in each worker
 * @param micros since 1970: when, by the clock that all processes on a machine share
 * @param shardId the shard
 * @param place of the record or the checkpoint
 * @param number of the delivered record; -1 elsewhere
 */
record Event(Kind kind, int run, long micros, String shardId, ExtendedSequenceNumber place, int number) {

    /** What a processor tells. */
    enum Kind {
        /** With the checkpoint that it was given. */
        INITIALIZED,
        DELIVERED,
        /** About to make a checkpoint. */
        CHECKPOINTING,
        /** The checkpoint is said to be stored. */
        CHECKPOINTED,
        /** The checkpoint failed. */
        REFUSED,
        /** Told that everything of the shard was delivered; its end is stored behind this. */
        ENDING,
        LEASE_LOST
    }

    /** Stands before each of our lines, since a JVM may print others. */
    private static final String MARK = "@";

    static long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    String line() {
        return String.join(
                " ",
                MARK,
                kind.name(),
                Integer.toString(run),
                Long.toString(micros),
                shardId,
                place.sequenceNumber(),
                Long.toString(place.subSequenceNumber()),
                Integer.toString(number));
    }

    /** The event of a line; null if it is none of ours. */
    static @Nullable Event parse(String line) {
        String[] words = line.split(" ");
        if (!words[0].equals(MARK)) {
            return null;
        }
        return new Event(
                Kind.valueOf(words[1]),
                Integer.parseInt(words[2]),
                Long.parseLong(words[3]),
                words[4],
                new ExtendedSequenceNumber(words[5], Long.parseLong(words[6])),
                Integer.parseInt(words[7]));
    }
}
