/** How long the command takes to start, as a process. */
@NullMarked
package dev.millrace.benchmarks.start;

import org.jspecify.annotations.NullMarked;
