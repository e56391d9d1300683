package dev.millrace.record;

import java.lang.reflect.Method;

/** What this thread allocates. By reflection, since the module {@code record} does not read the one that knows. */
final class AllocatedBytes {

    private AllocatedBytes() {}

    /** Bytes that the action allocates on this thread, and a few of the measuring. */
    static long by(Runnable action) throws ReflectiveOperationException {
        Object threads = Class.forName("java.lang.management.ManagementFactory")
                .getMethod("getThreadMXBean")
                .invoke(null);
        Method allocated =
                Class.forName("com.sun.management.ThreadMXBean").getMethod("getThreadAllocatedBytes", long.class);
        Long thread = Thread.currentThread().getId();
        long before = (Long) allocated.invoke(threads, thread);
        action.run();
        return (Long) allocated.invoke(threads, thread) - before;
    }
}
