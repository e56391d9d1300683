/** Delivery streams of the command: functions from zips, clients of buckets, failed records put back. */
@NullMarked
package dev.millrace.cli.firehose;

import org.jspecify.annotations.NullMarked;
