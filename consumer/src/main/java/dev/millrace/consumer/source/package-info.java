/** How the records of a shard come to the single-process worker: asked for, or pushed; ahead of need, within bounds. */
@NullMarked
package dev.millrace.consumer.source;

import org.jspecify.annotations.NullMarked;
