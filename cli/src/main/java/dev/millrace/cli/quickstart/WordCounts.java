package dev.millrace.cli.quickstart;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How often each word was delivered. Safe for many threads. */
public final class WordCounts {

    private final Map<Word, LongAdder> counts = new ConcurrentHashMap<>();

    void add(Word word) {
        LongAdder count = counts.get(word);
        if (count == null) {
            count = counts.computeIfAbsent(word, unknown -> new LongAdder());
        }
        count.increment();
    }

    int distinct() {
        return counts.size();
    }

    /** Words with their counts, most frequent first, then by their bytes. */
    List<Map.Entry<Word, Long>> ranked() {
        Comparator<Map.Entry<Word, Long>> byCount = Map.Entry.comparingByValue(Comparator.reverseOrder());
        return counts.entrySet().stream()
                .map(entry -> Map.entry(entry.getKey(), entry.getValue().sum()))
                .sorted(byCount.thenComparing(Map.Entry.comparingByKey()))
                .toList();
    }

    /** Writes {@code count<TAB>word} lines. */
    public void writeTo(Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<Word, Long> entry : ranked()) {
                out.write((entry.getValue() + "\t").getBytes(StandardCharsets.US_ASCII));
                out.write(entry.getKey().bytes());
                out.write('\n');
            }
        }
    }
}
