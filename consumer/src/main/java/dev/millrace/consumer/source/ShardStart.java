package dev.millrace.consumer.source;

import dev.millrace.consumer.checkpoint.StoredPosition;
import org.jspecify.annotations.Nullable;

/**
 * Where reading of a shard begins.
 *
 * @param position that is stored
 * @param iterator an iterator that was made for exactly this beginning, or null
 */
public record ShardStart(StoredPosition position, @Nullable String iterator) {}
