/** The MultiLangDaemon: a worker whose record processors are child processes, in any language. */
@NullMarked
package dev.millrace.multilang;

import org.jspecify.annotations.NullMarked;
