/** Delivery streams, from a stream to a folder. */
@NullMarked
package dev.millrace.benchmarks.firehose;

import org.jspecify.annotations.NullMarked;
