package dev.millrace.record;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Distinct keys in the order in which they were added, and the index of each: a hash table with open addressing over
 * one array, since a large aggregate has thousands of keys and lives for milliseconds.
 */
final class KeyIndexes<K> {

    private static final int SMALLEST = 16;

    /** Keys by index. */
    private @Nullable Object[] keys = new Object[SMALLEST / 2];

    /** Index plus one, or zero for an empty slot. At most half of the slots are taken; a power of two. */
    private int[] slots = new int[SMALLEST];

    private int count;

    int count() {
        return count;
    }

    /** The key's index, or -1. */
    int indexOf(K key) {
        int mask = slots.length - 1;
        for (int slot = spread(key) & mask; slots[slot] != 0; slot = (slot + 1) & mask) {
            if (key.equals(keys[slots[slot] - 1])) {
                return slots[slot] - 1;
            }
        }
        return -1;
    }

    /** Adds a key that is not there yet; its index is the count before. */
    void add(K key) {
        if (count == keys.length) {
            grow();
        }
        keys[count++] = key;
        take(spread(key), count);
    }

    private void grow() {
        keys = Arrays.copyOf(keys, count * 2);
        slots = new int[slots.length * 2];
        for (int i = 0; i < count; i++) {
            Object key = keys[i];
            if (key != null) {
                take(spread(key), i + 1);
            }
        }
    }

    private void take(int hash, int indexPlusOne) {
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = indexPlusOne;
    }

    /** Hash codes of text differ little in their upper bits, and neighbours would pile up. */
    private static int spread(Object key) {
        int hash = key.hashCode() * 0x9E3779B9;
        return hash ^ hash >>> 16;
    }
}
