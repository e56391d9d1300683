package dev.millrace.producer;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/** One warning of a kind in ten seconds, with how many there were. Safe for use by many threads. */
final class Complaints {

    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Logger log;
    private final Map<String, Kind> kinds = new HashMap<>();

    /** What is known of one kind of warning. */
    private static final class Kind {
        private long count;
        private long toldNanos;
    }

    Complaints(Logger log) {
        this.log = log;
    }

    /** Warns, or counts if it was warned of this kind a short while ago. */
    void warn(String kind, String detail, long nowNanos) {
        long count;
        synchronized (kinds) {
            Kind known = kinds.get(kind);
            if (known == null) {
                known = new Kind();
                known.toldNanos = nowNanos - PERIOD_NANOS;
                kinds.put(kind, known);
            }
            known.count++;
            if (nowNanos - known.toldNanos < PERIOD_NANOS) {
                return;
            }
            known.toldNanos = nowNanos;
            count = known.count;
            known.count = 0;
        }
        log.warn("{}: {} (times since last told: {})", kind, detail, count);
    }
}
