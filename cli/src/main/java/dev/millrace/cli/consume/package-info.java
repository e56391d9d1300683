/** Processors that come from elsewhere: classes of a jar, and commands that are run for each shard. */
@NullMarked
package dev.millrace.cli.consume;

import org.jspecify.annotations.NullMarked;
