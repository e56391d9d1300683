/** The producer and the KPL, each in a process of its own, putting the same into the same service. */
@NullMarked
package dev.millrace.benchmarks.producer;

import org.jspecify.annotations.NullMarked;
