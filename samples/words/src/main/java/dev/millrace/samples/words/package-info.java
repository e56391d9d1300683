/** A record processor for a MultiLangDaemon that counts words. */
@NullMarked
package dev.millrace.samples.words;

import org.jspecify.annotations.NullMarked;
