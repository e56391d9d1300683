/** As much JSON as handlers need, without a library in every zip. */
@NullMarked
package dev.millrace.lambda.json;

import org.jspecify.annotations.NullMarked;
