/** HTTP: one port for HTTP/1.1, HTTP/2 with prior knowledge and TLS, and the checks before an operation runs. */
@NullMarked
package dev.millrace.local.server;

import org.jspecify.annotations.NullMarked;
