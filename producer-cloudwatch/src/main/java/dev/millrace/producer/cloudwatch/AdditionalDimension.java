package dev.millrace.producer.cloudwatch;

import java.util.Objects;

/**
 * A dimension of the caller's own, such as the host's name.
 *
 * @param name from 1 to 255 characters
 * @param value from 1 to 255 characters
 * @param granularity from which on metrics have it
 */
record AdditionalDimension(String name, String value, MetricsGranularity granularity) {

    private static final int MAX_CHARACTERS = 255;

    AdditionalDimension {
        check("name", name);
        check("value", value);
        Objects.requireNonNull(granularity, "granularity");
    }

    private static void check(String what, String text) {
        if (text.isBlank() || text.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException("dimension " + what + " out of range: characters=" + text.length()
                    + " (from 1 to " + MAX_CHARACTERS + ", not blank)");
        }
    }
}
