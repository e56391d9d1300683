/** Properties files whose keys are known: typed values, and errors that name the key, the value and what is allowed. */
@NullMarked
package dev.millrace.properties;

import org.jspecify.annotations.NullMarked;
