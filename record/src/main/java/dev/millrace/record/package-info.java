/**
 * User records, hash keys, the shard map, and the aggregated record format in both directions.
 *
 * <p>To pack: {@link dev.millrace.record.RecordAggregator}. To take apart:
 * {@link dev.millrace.record.RecordDeaggregator}. The byte format is described in {@code docs/format.md}.
 */
@NullMarked
package dev.millrace.record;

import org.jspecify.annotations.NullMarked;
