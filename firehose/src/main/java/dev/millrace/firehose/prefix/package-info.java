/** The names of objects: Firehose's prefix expressions, evaluated so that no value leaves the destination's root. */
@NullMarked
package dev.millrace.firehose.prefix;

import org.jspecify.annotations.NullMarked;
