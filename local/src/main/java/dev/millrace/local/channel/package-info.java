/** Channels, which say where a stream's records are to be delivered. They are kept and told; nothing is delivered. */
@NullMarked
package dev.millrace.local.channel;

import org.jspecify.annotations.NullMarked;
