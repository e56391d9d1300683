/** The console: its page, what the page asks, and what is done by hand there. Knows nothing of HTTP but paths. */
@NullMarked
package dev.millrace.local.console;

import org.jspecify.annotations.NullMarked;
