package dev.millrace.benchmarks.start;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An installed Java.
 *
 * @param folder its home
 * @param feature its feature version, such as 17
 */
record JavaHome(Path folder, int feature) {

    /** The one that runs this, and the newest one of this machine, if that is another. */
    static List<JavaHome> installed() throws IOException, InterruptedException {
        List<JavaHome> found = new ArrayList<>();
        found.add(new JavaHome(
                Path.of(System.getProperty("java.home")), Runtime.version().feature()));
        String newest = line(Path.of("dev", "newest-jdk").toAbsolutePath().toString());
        if (!newest.isEmpty()) {
            String version = line(Path.of(newest, "bin", "javac").toString(), "-version");
            found.add(new JavaHome(Path.of(newest), feature(version)));
        }
        return found;
    }

    /** The feature version in what {@code javac -version} says, such as {@code javac 25.0.1}. */
    private static int feature(String version) {
        return Integer.parseInt(version.replaceFirst("\\D*(\\d+).*", "$1"));
    }

    private static String line(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var out = process.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            process.waitFor();
            return line == null ? "" : line.strip();
        }
    }
}
