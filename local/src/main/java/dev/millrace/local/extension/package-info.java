/** What others may add to a running service: panels of the console, and further services at the same port. */
@NullMarked
package dev.millrace.local.extension;

import org.jspecify.annotations.NullMarked;
