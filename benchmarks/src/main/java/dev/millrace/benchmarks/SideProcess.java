package dev.millrace.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A side of a comparison in a process of its own, which prints one line of numbers at its end. */
public final class SideProcess {

    /** Before the numbers. */
    public static final String RESULT = "result ";

    /** Before the reason why there are none. */
    public static final String FAILURE = "failure ";

    private SideProcess() {}

    /** A JVM with a class path and a heap option of its own. */
    public static ProcessBuilder java(String classPath, String heap, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-cp",
                classPath,
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    /** The numbers that a process prints. Returns when it has ended. */
    public static double[] numbers(Process process) throws IOException, InterruptedException {
        String found = null;
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith(RESULT)) {
                    found = line.substring(RESULT.length());
                } else if (line.startsWith(FAILURE)) {
                    throw new IOException("a side failed: " + line.substring(FAILURE.length()));
                }
            }
        }
        process.waitFor(10, TimeUnit.SECONDS);
        process.destroyForcibly();
        if (found == null) {
            throw new IOException("a side ended without a result");
        }
        return Arrays.stream(found.split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    /** Processor time that a process has had so far. */
    public static double cpuSeconds(ProcessHandle process) {
        return process.info()
                .totalCpuDuration()
                .map(time -> time.toNanos() / 1e9)
                .orElse(0.0);
    }

    /** Memory that a process has in use, as the system counts it. */
    public static double residentMegabytes(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        return Double.NaN;
    }
}
