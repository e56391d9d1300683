/** One aggregated record at a time: the KCL, protobuf builders, and MD5 alone. */
@NullMarked
package dev.millrace.benchmarks.codec;

import org.jspecify.annotations.NullMarked;
