/** Kinesis on localhost, ours and others', each in a process of its own, under the same load. */
@NullMarked
package dev.millrace.benchmarks.local;

import org.jspecify.annotations.NullMarked;
