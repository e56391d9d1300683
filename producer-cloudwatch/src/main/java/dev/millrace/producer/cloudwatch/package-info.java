/** A producer's metrics in CloudWatch, as the KPL names them. Begin at {@link dev.millrace.producer.cloudwatch.CloudWatchPublisher}. */
@NullMarked
package dev.millrace.producer.cloudwatch;

import org.jspecify.annotations.NullMarked;
