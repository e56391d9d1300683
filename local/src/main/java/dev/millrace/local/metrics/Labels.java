package dev.millrace.local.metrics;

/**
 * The labels of a sample, written already. Immutable.
 *
 * @param text with its braces; empty if there are none
 */
record Labels(String text) {

    static final Labels NONE = new Labels("");

    /** These and one more. Any value is taken: what the format has a meaning for is escaped. */
    Labels with(String name, String value) {
        String before = text.isEmpty() ? "{" : text.substring(0, text.length() - 1) + ",";
        return new Labels(before + name + "=\"" + escaped(value) + "\"}");
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
