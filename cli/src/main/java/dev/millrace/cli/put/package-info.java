/** Lines of files into a stream: reading, keys, following files that grow and rotate, positions. */
@NullMarked
package dev.millrace.cli.put;

import org.jspecify.annotations.NullMarked;
