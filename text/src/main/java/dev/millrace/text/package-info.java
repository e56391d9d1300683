/**
 * Text from outside: values of properties files, names that may be mistyped, and characters that are not to reach a
 * terminal or a log.
 */
@NullMarked
package dev.millrace.text;

import org.jspecify.annotations.NullMarked;
