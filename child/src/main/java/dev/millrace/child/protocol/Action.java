package dev.millrace.child.protocol;

/** The words in the member {@code action}. */
public final class Action {

    public static final String INITIALIZE = "initialize";
    public static final String PROCESS_RECORDS = "processRecords";
    public static final String LEASE_LOST = "leaseLost";
    public static final String SHARD_ENDED = "shardEnded";
    public static final String SHUTDOWN_REQUESTED = "shutdownRequested";
    public static final String SHUTDOWN = "shutdown";
    public static final String CHECKPOINT = "checkpoint";
    public static final String STATUS = "status";
    public static final String LOG = "log";
    public static final String EXTEND = "extend";

    private Action() {}
}
