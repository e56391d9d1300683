/**
 * Delivery streams: records of a Kinesis stream, or records that are put, gathered into objects of a folder, named and
 * joined as Firehose does.
 */
@NullMarked
package dev.millrace.firehose;

import org.jspecify.annotations.NullMarked;
