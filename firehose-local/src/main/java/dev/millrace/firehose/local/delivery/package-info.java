/** Delivery streams that run, and what they have done. */
@NullMarked
package dev.millrace.firehose.local.delivery;

import org.jspecify.annotations.NullMarked;
