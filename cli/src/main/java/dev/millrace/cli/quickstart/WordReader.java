package dev.millrace.cli.quickstart;

import dev.millrace.cli.io.BadInputException;
import dev.millrace.text.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Cuts bytes into words: maximal runs of bytes other than tab, the line ends (0x09 to 0x0D) and blank (0x20). */
final class WordReader {

    private static final int BUFFER_LENGTH = 64 * 1024;
    private static final int INITIAL_WORD_LENGTH = 256;

    private WordReader() {}

    /** Takes words. */
    @FunctionalInterface
    interface Sink {
        void word(Word word) throws IOException;
    }

    /**
     * Reads all words of an input.
     *
     * @throws BadInputException if a word is too large to be a user record; it says where it begins
     */
    static void read(String name, InputStream input, Sink sink) throws IOException {
        byte[] buffer = new byte[BUFFER_LENGTH];
        byte[] word = new byte[INITIAL_WORD_LENGTH];
        int length = 0;
        long position = 0;
        for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
            for (int i = 0; i < count; i++, position++) {
                byte part = buffer[i];
                if (part == ' ' || (part >= 0x09 && part <= 0x0D)) {
                    if (length > 0) {
                        sink.word(finished(name, word, length, position));
                        length = 0;
                    }
                } else {
                    if (length == word.length) {
                        word = Arrays.copyOf(word, length * 2);
                    }
                    word[length++] = part;
                    if (length > Word.MAX_RECORD_BYTES) {
                        throw tooLarge(name, position + 1 - length);
                    }
                }
            }
        }
        if (length > 0) {
            sink.word(finished(name, word, length, position));
        }
    }

    private static Word finished(String name, byte[] bytes, int length, long end) {
        Word word = new Word(Arrays.copyOf(bytes, length));
        if (word.recordBytes() > Word.MAX_RECORD_BYTES) {
            throw tooLarge(name, end - length);
        }
        return word;
    }

    private static BadInputException tooLarge(String name, long offset) {
        return new BadInputException("word is larger than a record may be: file=" + SafeText.of(name) + " offset="
                + offset + " (max " + Word.MAX_RECORD_BYTES + " bytes with its partition key)");
    }
}
