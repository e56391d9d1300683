/** How objects are compressed on their way to a destination. */
@NullMarked
package dev.millrace.firehose.compression;

import org.jspecify.annotations.NullMarked;
