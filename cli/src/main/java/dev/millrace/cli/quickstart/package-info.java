/** The main job on real text: words in, aggregated records through a stream that is resharded, counts out. */
@NullMarked
package dev.millrace.cli.quickstart;

import org.jspecify.annotations.NullMarked;
