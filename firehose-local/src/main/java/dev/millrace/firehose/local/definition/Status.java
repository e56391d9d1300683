package dev.millrace.firehose.local.definition;

/** The service's words for where a delivery stream is in its life. */
public enum Status {
    CREATING,
    CREATING_FAILED,
    ACTIVE,
    DELETING
}
