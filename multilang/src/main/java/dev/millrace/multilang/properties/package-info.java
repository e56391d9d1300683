/** The daemon's properties file: every key that the reference daemon has, some of our own, and what they mean here. */
@NullMarked
package dev.millrace.multilang.properties;

import org.jspecify.annotations.NullMarked;
