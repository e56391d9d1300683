/** Measurements side by side with the peers. {@code dev/bench NAME} runs a suite and prints its ratios. */
@NullMarked
package dev.millrace.benchmarks;

import org.jspecify.annotations.NullMarked;
