/** The single-process worker: reads every shard of a stream in one JVM and keeps its checkpoints in a folder. */
@NullMarked
package dev.millrace.consumer;

import org.jspecify.annotations.NullMarked;
