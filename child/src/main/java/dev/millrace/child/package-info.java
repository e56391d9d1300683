/**
 * Record processors as child processes: {@link dev.millrace.child.KclProcess} is the main loop of a process that a
 * MultiLangDaemon has started for one shard.
 */
@NullMarked
package dev.millrace.child;

import org.jspecify.annotations.NullMarked;
