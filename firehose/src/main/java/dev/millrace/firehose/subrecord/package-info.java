/** User records that hold several records, and how they are taken apart. */
@NullMarked
package dev.millrace.firehose.subrecord;

import org.jspecify.annotations.NullMarked;
