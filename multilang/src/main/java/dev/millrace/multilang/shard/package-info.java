/** One shard and its child: what is said to it, what is checkpointed, and what a new one is given when one fails. */
@NullMarked
package dev.millrace.multilang.shard;

import org.jspecify.annotations.NullMarked;
