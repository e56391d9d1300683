package dev.millrace.multilang.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Takes apart what a process writes, to the end. Of a line that is too long the rest is left out. */
public final class OutputLines {

    /** Bytes of a line that are kept. */
    public static final int MAX_LINE_BYTES = 8 * 1024;

    private static final int BUFFER_BYTES = 8 * 1024;

    private final byte[] line = new byte[MAX_LINE_BYTES];
    private int length;
    private boolean cut;

    private OutputLines() {}

    /**
     * Reads until the stream ends.
     *
     * @param lines takes each line that is not empty, as UTF-8 with replacements
     * @throws IOException if the stream fails
     */
    public static void read(InputStream source, Consumer<String> lines) throws IOException {
        new OutputLines().readAll(source, lines);
    }

    private void readAll(InputStream source, Consumer<String> lines) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int count = source.read(buffer); count >= 0; count = source.read(buffer)) {
            for (int i = 0; i < count; i++) {
                take(buffer[i], lines);
            }
        }
        end(lines);
    }

    private void take(byte one, Consumer<String> lines) {
        if (one == '\n' || one == '\r') {
            end(lines);
        } else if (length < line.length) {
            line[length++] = one;
        } else {
            cut = true;
        }
    }

    private void end(Consumer<String> lines) {
        if (length > 0) {
            lines.accept(new String(line, 0, length, StandardCharsets.UTF_8) + (cut ? "..." : ""));
        }
        length = 0;
        cut = false;
    }
}
