/** What passes through the service, counted: per shard and per operation. Knows neither streams nor HTTP. */
@NullMarked
package dev.millrace.local.traffic;

import org.jspecify.annotations.NullMarked;
