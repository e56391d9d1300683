/** What was counted, as Prometheus reads it. */
@NullMarked
package dev.millrace.local.metrics;

import org.jspecify.annotations.NullMarked;
