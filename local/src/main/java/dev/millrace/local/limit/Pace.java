package dev.millrace.local.limit;

import dev.millrace.local.stream.ShardRead;
import java.time.Clock;

/** How fast the events of one subscription may go. Used by one thread at a time. */
public interface Pace {

    /** As fast as they can. */
    Pace FREE = new Pace() {
        @Override
        public long waitMillis() {
            return 0;
        }

        @Override
        public void sent(ShardRead event) {}
    };

    /** For how long no records may be sent, by the service's clock; 0 if they may now. */
    long waitMillis();

    /** Told of the records of every event. */
    void sent(ShardRead event);

    /** The service's, after the first second's worth. */
    static Pace strict(Clock clock) {
        TokenBucket bytes = new TokenBucket(Rates.READ_BYTES, Rates.READ_BYTES, clock.millis());
        return new Pace() {
            @Override
            public long waitMillis() {
                return bytes.millisInArrears(clock.millis());
            }

            @Override
            public void sent(ShardRead event) {
                bytes.charge(event.byteCount(), clock.millis());
            }
        };
    }
}
