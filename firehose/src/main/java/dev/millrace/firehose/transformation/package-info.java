/** What becomes of records between the source and the journal: functions, and Firehose's rules for their answers. */
@NullMarked
package dev.millrace.firehose.transformation;

import org.jspecify.annotations.NullMarked;
