/** Workers in processes of their own, on one stream. */
@NullMarked
package dev.millrace.system.cluster;

import org.jspecify.annotations.NullMarked;
