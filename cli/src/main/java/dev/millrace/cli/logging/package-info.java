/** What the command logs. */
@NullMarked
package dev.millrace.cli.logging;

import org.jspecify.annotations.NullMarked;
