package dev.millrace.firehose.local.delivery;

import dev.millrace.firehose.destination.Destination;

/** Where the objects of a bucket go. */
@FunctionalInterface
public interface Buckets {

    /** @param name of letters, digits, underscores, hyphens and dots, not beginning with a dot */
    Destination bucket(String name);
}
