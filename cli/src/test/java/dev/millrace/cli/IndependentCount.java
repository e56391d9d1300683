package dev.millrace.cli;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A count of words that shares no code with the command: the text is read as ISO-8859-1, where a character is a byte.
 *
 * @param byWord how often each word occurs
 * @param total all words
 * @param bytesOneByOne bytes of the words with their partition keys in UTF-8
 */
record IndependentCount(Map<String, Long> byWord, long total, long bytesOneByOne) {

    static IndependentCount of(byte[] text) {
        Map<String, Long> byWord = new HashMap<>();
        long total = 0;
        long bytes = 0;
        for (String word : new String(text, StandardCharsets.ISO_8859_1).split("[\\x09-\\x0d\\x20]+")) {
            if (!word.isEmpty()) {
                byWord.merge(word, 1L, Long::sum);
                total++;
                String key = word.substring(0, Math.min(256, word.length()));
                bytes += word.length() + key.getBytes(StandardCharsets.UTF_8).length;
            }
        }
        return new IndependentCount(byWord, total, bytes);
    }

    /** Lines of count, tab and word. */
    static Map<String, Long> parse(byte[] counts) {
        Map<String, Long> byWord = new HashMap<>();
        String[] lines = new String(counts, StandardCharsets.ISO_8859_1).split("\n");
        Arrays.stream(lines).map(line -> line.split("\t", 2)).forEach(parts -> {
            if (byWord.put(parts[1], Long.valueOf(parts[0])) != null) {
                throw new AssertionError("word is listed twice: " + parts[1]);
            }
        });
        return byWord;
    }
}
