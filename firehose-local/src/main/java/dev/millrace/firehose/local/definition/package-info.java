/** Delivery streams as they were asked for: shapes of requests, what they mean, and the files that keep them. */
@NullMarked
package dev.millrace.firehose.local.definition;

import org.jspecify.annotations.NullMarked;
