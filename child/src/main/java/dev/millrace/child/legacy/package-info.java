/** The older forms of a record processor, for those who bring code that was written for one. */
@NullMarked
package dev.millrace.child.legacy;

import org.jspecify.annotations.NullMarked;
