/** Checkpoints of both workers, in one form: looked at, carried from one to the other, and how far they are behind. */
@NullMarked
package dev.millrace.cli.checkpoints;

import org.jspecify.annotations.NullMarked;
