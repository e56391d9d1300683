package dev.millrace.local.server;

import java.time.Duration;

/**
 * How long a client may take to say what it wants. Slow clients hold no thread, but each holds a connection.
 *
 * @param head from the connection to the end of the first request's head, and from the first byte of any later head to
 *     its last
 * @param body from the end of a request's head to the end of its body
 */
public record Patience(Duration head, Duration body) {

    /** Enough for the largest request over a slow line. */
    public static final Patience DEFAULT = new Patience(Duration.ofSeconds(60), Duration.ofMinutes(3));

    public Patience {
        if (head.toMillis() < 1 || body.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "patience out of range: head=" + head + " body=" + body + " (from 1 ms)");
        }
    }
}
