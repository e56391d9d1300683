/** One class per operation of the API; the class bears its name. */
@NullMarked
package dev.millrace.firehose.local.operation;

import org.jspecify.annotations.NullMarked;
