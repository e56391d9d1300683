/** Who a request says it comes from, and whether that is true: Signature Version 4, read and checked. */
@NullMarked
package dev.millrace.local.signature;

import org.jspecify.annotations.NullMarked;
