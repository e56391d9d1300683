/** A Kinesis-compatible service on localhost, to run in a process or on its own. */
@NullMarked
package dev.millrace.local;

import org.jspecify.annotations.NullMarked;
