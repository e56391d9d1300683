package dev.millrace.child.protocol;

import org.jspecify.annotations.Nullable;

/** What a line turned out to be. */
public sealed interface Line {

    /** Nothing, or white space only. Usual: many children write a line feed before each message too. */
    record Blank() implements Line {}

    /**
     * A message.
     *
     * @param message what it says
     * @param shardId the shard that a child says it of, which it tells if it may have several; null if it does not
     */
    record OfMessage(Message message, @Nullable String shardId) implements Line {

        /** A message that names no shard beside what it says. */
        public OfMessage(Message message) {
            this(message, null);
        }
    }

    /**
     * Anything else: what a program printed, or a message that cannot be understood.
     *
     * @param beginning the first bytes, at most {@link MessageReader#BEGINNING_BYTES}, as UTF-8 with replacements; control
     *     characters as they came
     * @param byteCount of the whole line
     * @param reason why it is no message, for people
     */
    record Stray(String beginning, long byteCount, String reason) implements Line {}
}
