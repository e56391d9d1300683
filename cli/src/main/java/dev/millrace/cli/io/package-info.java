/** What every command meets outside: files, the terminal, bad input, the threads of HTTP clients. */
@NullMarked
package dev.millrace.cli.io;

import org.jspecify.annotations.NullMarked;
