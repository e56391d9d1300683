package dev.millrace.benchmarks.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keys in a sorted map with their index, how often each came, and all in order: a part of the peer's way of working. */
final class SortedKeys {

    private final Map<String, Long> indexes = new TreeMap<>();
    private final Map<String, Long> counts = new TreeMap<>();
    private final List<String> keys = new ArrayList<>();

    boolean contains(String key) {
        return indexes.containsKey(key);
    }

    /** Its index, or the one that it would get. */
    Long indexOf(String key) {
        Long index = indexes.get(key);
        return index == null ? (long) keys.size() : index;
    }

    Long add(String key) {
        Long known = indexes.get(key);
        if (known != null) {
            counts.merge(key, 1L, Long::sum);
            return known;
        }
        Long index = (long) keys.size();
        indexes.put(key, index);
        counts.put(key, 1L);
        keys.add(key);
        return index;
    }
}
