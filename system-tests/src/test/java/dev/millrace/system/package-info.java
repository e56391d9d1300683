/** Everything together: the engines on the local service, the KCL as a reader, and the rules of the architecture. */
@NullMarked
package dev.millrace.system;

import org.jspecify.annotations.NullMarked;
