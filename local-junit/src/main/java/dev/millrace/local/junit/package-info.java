/** The local service in JUnit tests: one for each class or test, with clients and streams as parameters. */
@NullMarked
package dev.millrace.local.junit;

import org.jspecify.annotations.NullMarked;
