package dev.millrace.firehose.local.delivery;

import java.time.Instant;

/** An object that is at its destination. */
public record DeliveredObject(Instant time, String name, long records, long bytes) {}
