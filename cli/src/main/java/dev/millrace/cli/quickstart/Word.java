package dev.millrace.cli.quickstart;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A word: some bytes, equal to others with the same bytes. */
final class Word implements Comparable<Word> {

    /** The service's limit for a record, data and partition key. */
    static final int MAX_RECORD_BYTES = 1024 * 1024;

    private static final int MAX_KEY_CHARACTERS = 256;

    private final byte[] bytes;
    private final int hash;

    Word(byte[] bytes) {
        this.bytes = bytes;
        this.hash = Arrays.hashCode(bytes);
    }

    byte[] bytes() {
        return bytes;
    }

    /** The word read as ISO-8859-1, cut to what a partition key may have. */
    String partitionKey() {
        return new String(bytes, 0, Math.min(MAX_KEY_CHARACTERS, bytes.length), StandardCharsets.ISO_8859_1);
    }

    /** What the service counts: data and UTF-8 bytes of the partition key. */
    int recordBytes() {
        int keyBytes = 0;
        for (int i = 0; i < Math.min(MAX_KEY_CHARACTERS, bytes.length); i++) {
            keyBytes += bytes[i] < 0 ? 2 : 1;
        }
        return bytes.length + keyBytes;
    }

    @Override
    public int compareTo(Word other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Word word && hash == word.hash && Arrays.equals(bytes, word.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
