/** Events of Lambda's Kinesis mapping taken apart. */
@NullMarked
package dev.millrace.benchmarks.lambda;

import org.jspecify.annotations.NullMarked;
