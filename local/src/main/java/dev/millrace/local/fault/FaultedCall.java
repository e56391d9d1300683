package dev.millrace.local.fault;

import org.jspecify.annotations.Nullable;

/**
 * A request about which a fault may come.
 *
 * @param operation such as {@code PutRecords}
 * @param stream name of its stream, if the request tells it
 */
public record FaultedCall(String operation, @Nullable String stream) {}
