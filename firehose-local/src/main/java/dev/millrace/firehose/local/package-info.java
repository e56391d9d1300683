/** The API of Firehose as one more service of the one on localhost, and a page of its console. */
@NullMarked
package dev.millrace.firehose.local;

import org.jspecify.annotations.NullMarked;
