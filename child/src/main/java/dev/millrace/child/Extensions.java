package dev.millrace.child;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the daemon understands beyond the protocol, as it says in the environment.
 *
 * @param log the message of that name
 * @param frames in place of lines
 * @param shards for a process, from 1
 */
record Extensions(boolean log, boolean frames, int shards) {

    static final String VARIABLE = "MILLRACE_EXTENSIONS";

    private static final String SHARDS = "shards=";

    static Extensions ofEnvironment() {
        return parse(System.getenv(VARIABLE));
    }

    /** Reads the words of an offer; those that are not known mean nothing. */
    static Extensions parse(@Nullable String offer) {
        List<String> words = offer == null ? List.of() : List.of(offer.strip().split("\\s+", -1));
        int shards = 1;
        for (String word : words) {
            if (word.startsWith(SHARDS)) {
                shards = Math.max(1, number(word.substring(SHARDS.length())));
            }
        }
        return new Extensions(words.contains("log"), words.contains("frames"), shards);
    }

    private static int number(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            return 1;
        }
    }
}
