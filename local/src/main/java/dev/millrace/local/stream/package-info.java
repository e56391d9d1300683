/** Streams, shards and their records, in memory: what the service keeps. */
@NullMarked
package dev.millrace.local.stream;

import org.jspecify.annotations.NullMarked;
