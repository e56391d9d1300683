package dev.millrace.benchmarks.producer;

import dev.millrace.benchmarks.Ratio;
import dev.millrace.benchmarks.Suite;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Ours and the KPL put the same records over TLS into a service of their own each, one after the other. The service's
 * processor time is left out of the rates for each second of processor time, and printed.
 */
public final class ProducerSuite implements Suite {

    private static final String HEAP = "-Xmx512m";
    private static final Path KPL = Path.of("system-tests", "kpl", "target", "class-path");

    @Override
    public String name() {
        return "producer";
    }

    @Override
    public List<Ratio> run(boolean quick) throws Exception {
        System.out.printf(
                Locale.ROOT, "heap for a buffered record of 100 bytes: %.0f bytes%n", BufferedHeap.bytesEach());
        int rounds = quick ? 1 : 3;
        List<Ratio> ratios = new ArrayList<>();
        for (int shards : List.of(1, 16)) {
            for (int bytes : List.of(100, 1_000)) {
                Map<String, List<double[]>> results = new TreeMap<>();
                for (int round = 0; round < rounds; round++) {
                    for (String side : List.of("millrace", "kpl")) {
                        double[] result = measure(side, "throughput", shards, bytes);
                        System.out.printf(
                                Locale.ROOT,
                                "%2d shards, %4d bytes, %-8s %,9.0f user records/s, %,9.0f for each CPU second, %4.0f MB at most"
                                        + "  (service %.0f %% of a CPU)%n",
                                shards,
                                bytes,
                                side,
                                result[0],
                                result[1],
                                result[2],
                                result[3]);
                        results.computeIfAbsent(side, same -> new ArrayList<>()).add(result);
                    }
                }
                String what = "-" + shards + "x" + bytes;
                ratios.add(ratio("rate-faster-than-kpl" + what, results, 0));
                ratios.add(ratio("rate-for-cpu-faster-than-kpl" + what, results, 1));
                ratios.add(ratio("memory-of-kpl" + what, results, 2));
            }
        }
        Map<String, List<double[]>> latencies = new TreeMap<>();
        for (String side : List.of("millrace", "kpl")) {
            double[] result = measure(side, "latency", 1, 100);
            System.out.printf(
                    Locale.ROOT,
                    "%-8s 1,000 a second, default settings: stored after %.1f ms (median), %.1f ms (99 %%)%n",
                    side,
                    result[0],
                    result[1]);
            latencies.put(side, List.of(result));
        }
        ratios.add(ratio("median-time-of-kpl", latencies, 0));
        ratios.add(ratio("99-percent-time-of-kpl", latencies, 1));
        return ratios;
    }

    private static Ratio ratio(String name, Map<String, List<double[]>> results, int index) {
        double[] ours = statistics(results.getOrDefault("millrace", List.of()), index);
        double[] theirs = statistics(results.getOrDefault("kpl", List.of()), index);
        return Ratio.of(name, ours[0], ours[1], theirs[0], theirs[1]);
    }

    /** Mean and standard error. */
    private static double[] statistics(List<double[]> results, int index) {
        double mean =
                results.stream().mapToDouble(result -> result[index]).average().orElse(Double.NaN);
        double squares = results.stream()
                .mapToDouble(result -> (result[index] - mean) * (result[index] - mean))
                .sum();
        int count = results.size();
        return new double[] {mean, count < 2 ? 0 : Math.sqrt(squares / (count - 1) / count)};
    }

    /** What the side's process prints, and then the share of a CPU that the service took. */
    private static double[] measure(String side, String mode, int shards, int bytes) throws Exception {
        Path folder = Files.createTempDirectory("millrace-bench");
        Path certificate = folder.resolve("certificate.pem");
        int port = freePort();
        Process service = java(
                        System.getProperty("java.class.path"),
                        "-Xmx8g",
                        TlsServer.class,
                        String.valueOf(port),
                        certificate.toString(),
                        "bench",
                        String.valueOf(shards))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            awaitService(port, certificate);
            String classPath = side.equals("kpl")
                    ? Path.of("benchmarks", "target", "classes") + ":"
                            + Files.readString(KPL).strip()
                    : System.getProperty("java.class.path");
            long start = System.nanoTime();
            double cpuBefore = cpuSeconds(service);
            double[] printed = result(java(
                            classPath,
                            HEAP,
                            ProducerProcess.class,
                            side,
                            mode,
                            String.valueOf(port),
                            certificate.toString(),
                            "bench",
                            String.valueOf(bytes))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
            double share = (cpuSeconds(service) - cpuBefore) / ((System.nanoTime() - start) / 1e9) * 100;
            return new double[] {printed[0], printed[1], printed[2], share};
        } finally {
            service.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            try (var files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    private static double cpuSeconds(Process process) {
        return process.info()
                .totalCpuDuration()
                .map(time -> time.toNanos() / 1e9)
                .orElse(0.0);
    }

    private static double[] result(Process process) throws IOException, InterruptedException {
        String found = null;
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith(ProducerProcess.RESULT)) {
                    found = line.substring(ProducerProcess.RESULT.length());
                } else if (line.startsWith(ProducerProcess.FAILURE)) {
                    throw new IOException("a side failed: " + line.substring(ProducerProcess.FAILURE.length()));
                }
            }
        }
        process.waitFor(10, TimeUnit.SECONDS);
        process.destroyForcibly();
        if (found == null) {
            throw new IOException("a side ended without a result");
        }
        String[] numbers = found.split(" ", -1);
        return Arrays.stream(numbers).mapToDouble(Double::parseDouble).toArray();
    }

    private static ProcessBuilder java(String classPath, String heap, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-cp",
                classPath,
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    private static void awaitService(int port, Path certificate) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < end) {
            if (Files.exists(certificate) && Files.size(certificate) > 0) {
                if (listens(port)) {
                    return;
                }
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        throw new IOException("the service does not start");
    }

    private static boolean listens(int port) {
        try {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
