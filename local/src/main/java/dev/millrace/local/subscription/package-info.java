/** Pushing the records of a shard to a registered consumer as they come. */
@org.jspecify.annotations.NullMarked
package dev.millrace.local.subscription;
