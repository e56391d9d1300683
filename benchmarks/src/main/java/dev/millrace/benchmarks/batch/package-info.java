/** Many aggregated records at a time, and many partition keys: with the runtime's vectors and without, the KCL, MD5 alone. */
@NullMarked
package dev.millrace.benchmarks.batch;

import org.jspecify.annotations.NullMarked;
