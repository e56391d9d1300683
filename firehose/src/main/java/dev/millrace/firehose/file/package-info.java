/** Files that outlast a loss of power. */
@NullMarked
package dev.millrace.firehose.file;

import org.jspecify.annotations.NullMarked;
