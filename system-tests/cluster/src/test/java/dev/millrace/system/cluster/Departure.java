package dev.millrace.system.cluster;

/**
 * A worker was taken from its work.
 *
 * @param kind how
 * @param worker its id
 * @param micros since 1970
 */
record Departure(Kind kind, String worker, long micros) {

    /** How a worker goes. */
    enum Kind {
        KILLED,
        STOPPED,
        FROZEN
    }
}
