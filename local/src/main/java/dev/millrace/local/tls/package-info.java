/** The certificate under which the service answers to TLS: made here, or kept in a file. */
@NullMarked
package dev.millrace.local.tls;

import org.jspecify.annotations.NullMarked;
