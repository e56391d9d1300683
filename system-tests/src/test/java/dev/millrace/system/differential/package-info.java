/** Our writer and reader against protobuf-java and against the KCL, on random aggregated records. */
@NullMarked
package dev.millrace.system.differential;

import org.jspecify.annotations.NullMarked;
