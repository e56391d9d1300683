@NullMarked
package dev.millrace.multilang.properties;

import org.jspecify.annotations.NullMarked;
