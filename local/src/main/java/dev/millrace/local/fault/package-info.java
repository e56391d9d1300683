/** Faults on request: what goes wrong on purpose, so that clients can be tried. */
@NullMarked
package dev.millrace.local.fault;

import org.jspecify.annotations.NullMarked;
