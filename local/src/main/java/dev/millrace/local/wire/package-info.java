/** Requests and answers as bytes: JSON and CBOR, the shapes of requests, and the names of errors. */
@NullMarked
package dev.millrace.local.wire;

import org.jspecify.annotations.NullMarked;
