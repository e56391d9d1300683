/** What a worker does, as Micrometer meters. Begin at {@link dev.millrace.processor.micrometer.MicrometerWorkerListener}. */
@NullMarked
package dev.millrace.processor.micrometer;

import org.jspecify.annotations.NullMarked;
