@NullMarked
package dev.millrace.multilang.shard;

import org.jspecify.annotations.NullMarked;
