package dev.millrace.local.signature;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The text by which both sides know a request, whatever happened to it on the way that does not matter.
 *
 * <pre>
 *  POST                                 method
 *  /                                    path
 *                                       query, but the signature
 *  host:127.0.0.1:4567                  the signed headers, one a line
 *  x-amz-date:20260304T050607Z
 *                                       a blank line
 *  host;x-amz-date                      their names
 *  e3b0c442...                          SHA-256 of the body
 * </pre>
 */
final class CanonicalRequest {

    private CanonicalRequest() {}

    static String text(RequestHead head, List<String> signedHeaders, String bodyDigest) {
        String headers = signedHeaders.stream()
                .map(name -> name + ":" + value(head.fields().apply(name)) + "\n")
                .collect(Collectors.joining());
        return String.join(
                "\n",
                head.method(),
                path(head.path()),
                new QueryText(head.query()).canonicalWithout(RequestSignature.QUERY_SIGNATURE),
                headers,
                String.join(";", signedHeaders),
                bodyDigest);
    }

    /** Encoded once more than it is on the wire. */
    private static String path(String path) {
        return path.isEmpty() ? "/" : QueryText.encode(path).replace("%2F", "/");
    }

    private static String value(List<String> values) {
        return values.stream()
                .map(value -> value.strip().replaceAll(" {2,}", " "))
                .collect(Collectors.joining(","));
    }
}
