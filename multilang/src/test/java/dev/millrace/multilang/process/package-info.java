@NullMarked
package dev.millrace.multilang.process;

import org.jspecify.annotations.NullMarked;
