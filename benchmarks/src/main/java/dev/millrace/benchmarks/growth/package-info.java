/** How time and memory grow with what there is more and more of. */
@NullMarked
package dev.millrace.benchmarks.growth;

import org.jspecify.annotations.NullMarked;
