/** Partition keys that are found in records. */
@NullMarked
package dev.millrace.firehose.partition;

import org.jspecify.annotations.NullMarked;
