/** Where finished objects go. */
@NullMarked
package dev.millrace.firehose.destination;

import org.jspecify.annotations.NullMarked;
