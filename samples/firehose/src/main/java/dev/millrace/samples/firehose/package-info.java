/** Two delivery streams on one stream, one raw and one transformed, and what each of them got. */
@NullMarked
package dev.millrace.samples.firehose;

import org.jspecify.annotations.NullMarked;
