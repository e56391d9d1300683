package dev.millrace.cli.put;

import dev.millrace.cli.io.Inputs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Puts all lines of files, or of the standard input, once. */
public final class LineFiles {

    private static final int CHUNK = 64 * 1024;
    private static final LinePutter.Outcome COUNTED = fate -> {};

    private final LinePutter putter;
    private final BooleanSupplier isStopped;

    /** Puts through this one until it is stopped. */
    public LineFiles(LinePutter putter, BooleanSupplier isStopped) {
        this.putter = putter;
        this.isStopped = isStopped;
    }

    /** Reads these files; {@code -} is the standard input. */
    public void put(List<Path> files) throws IOException {
        for (Path file : files) {
            if (file.toString().equals("-")) {
                put("-", System.in);
            } else {
                try (InputStream input = Inputs.openFile(file)) {
                    put(file.toString(), input);
                }
            }
        }
    }

    private void put(String source, InputStream input) throws IOException {
        LineBuffer lines = new LineBuffer(LinePutter.MAX_LINE_BYTES, 0, 0);
        byte[] chunk = new byte[CHUNK];
        int count = input.read(chunk);
        while (count >= 0 && !isStopped.getAsBoolean()) {
            lines.add(chunk, count, line -> put(source, line));
            count = input.read(chunk);
        }
        if (!isStopped.getAsBoolean()) {
            lines.end(line -> put(source, line));
        }
    }

    private void put(String source, Line line) {
        if (!isStopped.getAsBoolean()) {
            putter.put(source, line, COUNTED);
        }
    }
}
