package dev.millrace.benchmarks.producer;

import dev.millrace.benchmarks.Ratio;
import dev.millrace.benchmarks.Samples;
import dev.millrace.benchmarks.SideProcess;
import dev.millrace.benchmarks.Suite;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Ours and the KPL put the same records over TLS into a service of their own each, one after the other. The service's
 * processor time is left out of the rates for each second of processor time, and printed.
 */
public final class ProducerSuite implements Suite {

    /** Of both sides. A garbage collector spreads over what it may have, so memory is measured in two sizes. */
    private static final String HEAP = "-Xmx512m";

    private static final String SMALL_HEAP = "-Xmx256m";
    private static final List<String> SIDES = List.of("millrace", "kpl");
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
                ratios.addAll(throughput(HEAP, shards, bytes, rounds));
            }
        }
        for (int shards : List.of(1, 16)) {
            ratios.addAll(throughput(SMALL_HEAP, shards, 100, rounds));
        }
        ratios.addAll(latency(rounds));
        return ratios;
    }

    private static List<Ratio> throughput(String heap, int shards, int bytes, int rounds) throws Exception {
        Samples results = new Samples();
        for (int round = 0; round < rounds; round++) {
            for (String side : SIDES) {
                double[] result = measure(side, "throughput", heap, shards, bytes);
                System.out.printf(
                        Locale.ROOT,
                        "%s, %2d shards, %4d bytes, %-8s %,9.0f user records/s, %,9.0f for each CPU second, %4.0f MB at most"
                                + "  (service %.0f %% of a CPU)%n",
                        heap,
                        shards,
                        bytes,
                        side,
                        result[0],
                        result[1],
                        result[2],
                        result[3]);
                results.add(side, result);
            }
        }
        String what = "-" + shards + "x" + bytes + heap;
        return List.of(
                results.ratio("rate-faster-than-kpl" + what, "millrace", "kpl", 0),
                results.ratio("rate-for-cpu-faster-than-kpl" + what, "millrace", "kpl", 1),
                results.ratio("memory-of-kpl" + what, "millrace", "kpl", 2));
    }

    private static List<Ratio> latency(int rounds) throws Exception {
        Samples latencies = new Samples();
        for (int round = 0; round < rounds; round++) {
            for (String side : SIDES) {
                double[] result = measure(side, "latency", HEAP, 1, 100);
                System.out.printf(
                        Locale.ROOT,
                        "%-8s 1,000 a second, default settings: stored after %.1f ms (median), %.1f ms (99 %%)%n",
                        side,
                        result[0],
                        result[1]);
                latencies.add(side, result);
            }
        }
        return List.of(
                latencies.ratio("median-time-of-kpl", "millrace", "kpl", 0),
                latencies.ratio("99-percent-time-of-kpl", "millrace", "kpl", 1));
    }

    /** What the side's process prints, and then the share of a CPU that the service took. */
    private static double[] measure(String side, String mode, String heap, int shards, int bytes) throws Exception {
        Path folder = Files.createTempDirectory("millrace-bench");
        Path certificate = folder.resolve("certificate.pem");
        int port = freePort();
        Process service = SideProcess.java(
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
            double cpuBefore = SideProcess.cpuSeconds(service.toHandle());
            double[] printed = SideProcess.numbers(SideProcess.java(
                            classPath,
                            heap,
                            ProducerProcess.class,
                            side,
                            mode,
                            String.valueOf(port),
                            certificate.toString(),
                            "bench",
                            String.valueOf(bytes))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
            double share = (SideProcess.cpuSeconds(service.toHandle()) - cpuBefore)
                    / ((System.nanoTime() - start) / 1e9)
                    * 100;
            return new double[] {printed[0], printed[1], printed[2], share};
        } finally {
            service.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            try (var files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
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
