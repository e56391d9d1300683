/** The operations of the Kinesis API, one class each. */
@NullMarked
package dev.millrace.local.operation;

import org.jspecify.annotations.NullMarked;
