package dev.millrace.consumer.source;

/** Starts something later, on some thread of the worker. */
@FunctionalInterface
public interface Timer {

    void runAfter(long millis, Runnable task);
}
