package dev.millrace.local.server;

import dev.millrace.local.console.Console;
import dev.millrace.local.metrics.Metrics;
import dev.millrace.local.traffic.ApiTraffic;

/**
 * How a service is watched.
 *
 * @param traffic where calls of the API are counted
 * @param console for people
 * @param metrics for Prometheus
 */
public record Observation(ApiTraffic traffic, Console console, Metrics metrics) {}
