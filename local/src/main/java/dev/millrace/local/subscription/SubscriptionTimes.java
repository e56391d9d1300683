package dev.millrace.local.subscription;

import java.time.Duration;

/**
 * How long things take in the life of a subscription.
 *
 * @param heartbeat after how long without an event an empty one is sent
 * @param lifetime after how long a subscription ends, to be renewed by the client
 * @param protection for how long after its start a subscription cannot be taken over by another one
 */
public record SubscriptionTimes(Duration heartbeat, Duration lifetime, Duration protection) {

    /** As the service has them: clients give up after 10 s of silence. */
    public static final SubscriptionTimes DEFAULT =
            new SubscriptionTimes(Duration.ofSeconds(4), Duration.ofMinutes(5), Duration.ofSeconds(5));
}
