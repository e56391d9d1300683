@NullMarked
package dev.millrace.multilang;

import org.jspecify.annotations.NullMarked;
