/** What outlives a restart, as trees, whatever they are kept in. */
@org.jspecify.annotations.NullMarked
package dev.millrace.local.state;
