package dev.millrace.child.protocol;

/** What a line turned out to be. */
public sealed interface Line {

    /** Nothing, or white space only. Usual: many children write a line feed before each message too. */
    record Blank() implements Line {}

    /**
     * A message.
     *
     * @param message what it says
     */
    record OfMessage(Message message) implements Line {}

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
