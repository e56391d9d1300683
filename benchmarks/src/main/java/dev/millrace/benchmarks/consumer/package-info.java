/** The workers and the bare KCL read the same aggregated records. */
@NullMarked
package dev.millrace.benchmarks.consumer;

import org.jspecify.annotations.NullMarked;
