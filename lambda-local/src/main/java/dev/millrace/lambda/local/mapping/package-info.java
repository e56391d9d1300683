/**
 * An event source mapping on this machine: the shards of a stream, read in order, and a function that is invoked with their
 * records as Lambda invokes it ({@link dev.millrace.lambda.local.mapping.EventSourceMapping}).
 */
@NullMarked
package dev.millrace.lambda.local.mapping;

import org.jspecify.annotations.NullMarked;
