package dev.millrace.local.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a stream for a test and hands its name to the parameter, a {@code String}. Each parameter of each test gets a
 * stream of its own, so tests that share a service, at the same time even, do not meet.
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface KinesisStream {

    /** What the stream's name begins with; a number that no other has follows. Up to 100 characters. */
    String name() default "stream";

    /** How many shards it has, at least 1. */
    int shards() default 1;
}
