/** Streams, shards and their records, in memory or as a storage keeps them: what the service keeps. */
@NullMarked
package dev.millrace.local.stream;

import org.jspecify.annotations.NullMarked;
