/**
 * Processes that are started, watched and ended as a whole: each in a process group of its own, so that a signal for this
 * process does not reach them, and none outlives this process, however that ends.
 */
@NullMarked
package dev.millrace.multilang.process;

import org.jspecify.annotations.NullMarked;
