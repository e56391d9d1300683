/** What a producer does, as Micrometer meters. Begin at {@link dev.millrace.producer.micrometer.MicrometerProducerListener}. */
@NullMarked
package dev.millrace.producer.micrometer;

import org.jspecify.annotations.NullMarked;
