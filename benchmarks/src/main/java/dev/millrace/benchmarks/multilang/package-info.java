/** The daemon beside the reference, with the same child on the same stream. */
@NullMarked
package dev.millrace.benchmarks.multilang;

import org.jspecify.annotations.NullMarked;
