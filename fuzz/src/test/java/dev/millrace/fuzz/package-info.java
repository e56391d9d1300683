/** Coverage-guided fuzzing of the reader of aggregated records. */
@NullMarked
package dev.millrace.fuzz;

import org.jspecify.annotations.NullMarked;
