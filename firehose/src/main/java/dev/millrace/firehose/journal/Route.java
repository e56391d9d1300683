package dev.millrace.firehose.journal;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where records go: those of one route share objects.
 *
 * @param keysFromLambda partition keys that their name needs, as the transformation gave them
 * @param keysFromQuery partition keys that their name needs, as a query found them
 */
public record Route(Kind kind, Map<String, String> keysFromLambda, Map<String, String> keysFromQuery) {

    /** What is in an object. */
    public enum Kind {
        /** Records as they are to be delivered. */
        DATA,
        /** Records that failed, a line of JSON each. */
        FAILED,
        /** Records as they came. */
        BACKUP
    }

    public static final Route DATA = new Route(Kind.DATA, Map.of(), Map.of());
    public static final Route FAILED = new Route(Kind.FAILED, Map.of(), Map.of());
    public static final Route BACKUP = new Route(Kind.BACKUP, Map.of(), Map.of());

    public Route {
        Objects.requireNonNull(kind, "kind");
        keysFromLambda = Map.copyOf(keysFromLambda);
        keysFromQuery = Map.copyOf(keysFromQuery);
    }

    /** {@code KIND LAMBDA QUERY}, keys as in the query of an address. */
    String toText() {
        return kind + " " + toText(keysFromLambda) + " " + toText(keysFromQuery);
    }

    private static String toText(Map<String, String> keys) {
        return new TreeMap<>(keys)
                .entrySet().stream()
                        .map(key -> encode(key.getKey()) + "=" + encode(key.getValue()))
                        .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static Route parse(String text) {
        String[] parts = text.split(" ", -1);
        return new Route(Kind.valueOf(parts[0]), keys(parts[1]), keys(parts[2]));
    }

    private static Map<String, String> keys(String text) {
        Map<String, String> keys = new TreeMap<>();
        for (String key : text.split("&")) {
            int equals = key.indexOf('=');
            if (equals >= 0) {
                keys.put(decode(key.substring(0, equals)), decode(key.substring(equals + 1)));
            }
        }
        return keys;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
