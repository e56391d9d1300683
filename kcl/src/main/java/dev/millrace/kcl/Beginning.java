package dev.millrace.kcl;

import dev.millrace.processor.StartPosition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import software.amazon.kinesis.common.InitialPositionInStream;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;

/**
 * How an application began to read a stream. It is decided once, by whichever worker comes first, stored, and the same for
 * all workers and all restarts.
 *
 * @param state how far the first leases are
 * @param created when the stream was created
 * @param moment where reading begins: at this moment, in milliseconds, or at the trim horizon if null
 */
record Beginning(State state, Instant created, @Nullable Instant moment) {

    /** What is to be done before anything may be read. */
    enum State {
        /** The leases of before are to be taken away, then there are to be first ones. */
        CLEARING,
        /** There are to be first leases. */
        PRIMING,
        /** All first leases were there once. They are never made again: by now some may be done with, and deleted. */
        COMPLETE
    }

    /** The beginning of an application that comes to a stream now. LATEST becomes a moment of the service's clock. */
    static Beginning of(State state, KinesisStream stream, StartPosition start) {
        Instant moment = null;
        if (start instanceof StartPosition.Latest) {
            moment = stream.seen();
        } else if (start instanceof StartPosition.AtTimestamp at) {
            moment = at.moment();
        }
        return new Beginning(state, stream.created(), moment == null ? null : moment.truncatedTo(ChronoUnit.MILLIS));
    }

    Beginning in(State next) {
        return new Beginning(next, created, moment);
    }

    /** Whether it is of this stream, and not of one of the same name that was deleted. Answers may round the time. */
    boolean isOf(KinesisStream stream) {
        return created.getEpochSecond() == stream.created().getEpochSecond();
    }

    /** As a word in leases: {@code TRIM_HORIZON} or {@code AT_TIMESTAMP}. */
    String checkpoint() {
        return moment == null ? "TRIM_HORIZON" : "AT_TIMESTAMP";
    }

    /** As the library is told it. */
    InitialPositionInStreamExtended position() {
        return moment == null
                ? InitialPositionInStreamExtended.newInitialPosition(InitialPositionInStream.TRIM_HORIZON)
                : InitialPositionInStreamExtended.newInitialPositionAtTimestamp(Date.from(moment));
    }
}
