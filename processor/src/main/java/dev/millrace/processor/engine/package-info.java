/** What every engine does alike: checkpoints, repetition, policies. Engines only; users of workers need none of it. */
@NullMarked
package dev.millrace.processor.engine;

import org.jspecify.annotations.NullMarked;
