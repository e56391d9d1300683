@NullMarked
package dev.millrace.kcl;

import org.jspecify.annotations.NullMarked;
