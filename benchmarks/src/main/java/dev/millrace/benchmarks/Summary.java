package dev.millrace.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** All ratios of one run, suite by suite. A suite that fails is a line of it and does not hide the others. */
final class Summary {

    private final boolean quick;
    private final StringBuilder lines = new StringBuilder();
    private boolean failed;

    Summary(boolean quick) {
        this.quick = quick;
    }

    /** Runs a suite and keeps what it says. */
    void add(Suite suite) throws InterruptedException {
        long begun = System.nanoTime();
        try {
            List<Ratio> ratios = suite.run(quick);
            ratios.forEach(ratio -> lines.append(ratio.line()).append('\n'));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | LinkageError | OutOfMemoryError e) {
            failed = true;
            e.printStackTrace();
            lines.append("failed ")
                    .append(suite.name())
                    .append(": ")
                    .append(String.valueOf(e).replace('\n', ' '))
                    .append('\n');
        }
        lines.append(
                String.format(Locale.ROOT, "suite %s took %.0f s%n", suite.name(), (System.nanoTime() - begun) / 1e9));
    }

    /** Whether a suite failed. */
    boolean failed() {
        return failed;
    }

    /** What was measured on, then every ratio, failure and duration. */
    String text() {
        StringBuilder text = new StringBuilder("summary")
                .append(quick ? ", quick form" : "")
                .append(": Java ")
                .append(Runtime.version())
                .append(", processors=")
                .append(Runtime.getRuntime().availableProcessors())
                .append('\n');
        return text.append(lines).toString();
    }

    /** Keeps it for a later reader. */
    void save(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text());
        System.out.println("kept in " + file);
    }
}
