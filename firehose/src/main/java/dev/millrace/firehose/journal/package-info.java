/** Objects on their way to a destination, kept in a folder so that a crash loses none and repeats none. */
@NullMarked
package dev.millrace.firehose.journal;

import org.jspecify.annotations.NullMarked;
