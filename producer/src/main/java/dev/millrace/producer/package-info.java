/** User records in, PutRecords out: packing, delivery, retry. Begin at {@link dev.millrace.producer.Producer}. */
@NullMarked
package dev.millrace.producer;

import org.jspecify.annotations.NullMarked;
