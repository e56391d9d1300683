package dev.millrace.local.traffic;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The calls of the API, operation by operation. Safe for use by many threads. */
public final class ApiTraffic {

    /** Stands for all that name no operation. */
    public static final String UNKNOWN = "unknown";

    private final ConcurrentMap<String, OperationTraffic> byOperation = new ConcurrentHashMap<>();

    /**
     * A call was answered.
     *
     * @param operation one of the service's, or {@link #UNKNOWN}: never text of the caller's
     * @param nanos from the whole request to the answer, without what either took on the wire
     * @param error the name of the error; null if there was none
     */
    public void answered(String operation, long nanos, @Nullable String error) {
        byOperation.computeIfAbsent(operation, name -> new OperationTraffic()).answered(nanos, error);
    }

    /** The counters of every operation that was called, by name. */
    public Map<String, OperationTraffic.Counts> counts() {
        Map<String, OperationTraffic.Counts> counts = new TreeMap<>();
        byOperation.forEach((name, traffic) -> counts.put(name, traffic.counts()));
        return counts;
    }
}
