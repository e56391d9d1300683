/**
 * The line protocol between a MultiLangDaemon and its children, for both sides: {@link
 * dev.millrace.child.protocol.MessageWriter} writes {@linkplain dev.millrace.child.protocol.Message messages} to a pipe,
 * {@link dev.millrace.child.protocol.MessageReader} takes {@linkplain dev.millrace.child.protocol.Line lines} from one.
 * The protocol is specified in {@code docs/multilang.md}.
 */
@NullMarked
package dev.millrace.child.protocol;

import org.jspecify.annotations.NullMarked;
