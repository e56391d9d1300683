/** Where the single-process worker keeps how far it has come. */
@NullMarked
package dev.millrace.consumer.checkpoint;

import org.jspecify.annotations.NullMarked;
