/**
 * The contract of those who process records: {@link dev.millrace.processor.RecordProcessor} is the user's code for
 * one shard, {@link dev.millrace.processor.Worker} the engine that calls it.
 */
@NullMarked
package dev.millrace.processor;

import org.jspecify.annotations.NullMarked;
