package dev.millrace.local.fault;

import java.util.Locale;

/** What can go wrong on request. */
public enum Fault {

    /** The request is refused, nothing is done: ProvisionedThroughputExceededException. */
    THROTTLE,

    /** The request is refused, nothing is done: LimitExceededException. */
    LIMIT_EXCEEDED,

    /**
     * The request fails with HTTP status 500, nothing is done: InternalFailureException where the operation
     * documents it, else InternalFailure.
     */
    INTERNAL_FAILURE,

    /** A record of a PutRecords request fails with ProvisionedThroughputExceededException, the others are stored. */
    RECORD_THROTTLE,

    /** A record of a PutRecords request fails with InternalFailure, the others are stored. */
    RECORD_FAILURE,

    /** The iterator of a GetRecords request is taken for expired: ExpiredIteratorException. */
    EXPIRED_ITERATOR,

    /** The connection is closed before anything is done. */
    CUT_BEFORE,

    /** The work is done, and the connection is closed in the middle of the answer. */
    CUT_MIDDLE,

    /** The work is done, and the connection is closed without an answer. */
    LOST_RESPONSE,

    /** The answer comes later, see {@link Latency}. */
    LATENCY;

    /** Whether it is asked for each record of a PutRecords request, not once for the request. */
    boolean ofRecords() {
        return this == RECORD_THROTTLE || this == RECORD_FAILURE;
    }

    /** As it is written in {@link FaultPolicy#parse}: lower case with hyphens. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
