/** How much the service lets through in a second, for those who want its limits. */
@NullMarked
package dev.millrace.local.limit;

import org.jspecify.annotations.NullMarked;
