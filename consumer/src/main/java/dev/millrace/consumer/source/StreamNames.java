package dev.millrace.consumer.source;

import java.util.function.BiConsumer;

/** Streams are named by their names, or by their ARNs where they are another account's. */
public final class StreamNames {

    private static final String ARN = "arn:";

    private StreamNames() {}

    /** Addresses a request to a stream. */
    public static <B> B address(B request, String stream, BiConsumer<B, String> byName, BiConsumer<B, String> byArn) {
        (stream.startsWith(ARN) ? byArn : byName).accept(request, stream);
        return request;
    }
}
