package dev.millrace.producer;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a properties file says about metrics, for a publisher of metrics to take. What is null was not said.
 *
 * @param level {@code none}, {@code summary} or {@code detailed}
 * @param granularity {@code global}, {@code stream} or {@code shard}
 * @param namespace of CloudWatch, 1 to 255 characters
 * @param uploadInterval from 1 ms to 60 s
 * @param endpoint CloudWatch's address
 */
public record MetricsProperties(
        @Nullable String level,
        @Nullable String granularity,
        @Nullable String namespace,
        @Nullable Duration uploadInterval,
        @Nullable URI endpoint) {}
