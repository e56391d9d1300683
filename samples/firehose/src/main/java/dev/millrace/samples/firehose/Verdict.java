package dev.millrace.samples.firehose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What two delivery streams got, by the ids in their objects.
 *
 * @param raw of the one that does not transform
 * @param processed of the one that does
 */
record Verdict(Got raw, Got processed, long put) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Ids as often as they are there. */
    record Got(String name, int objects, List<Long> good, List<Long> bad) {

        long different() {
            Set<Long> all = new HashSet<>(good);
            all.addAll(bad);
            return all.size();
        }

        long again() {
            return good.size() + bad.size() - different();
        }

        boolean hasEachOnce(long count) {
            return different() == count && again() == 0;
        }

        boolean hasBad(Set<Long> wanted) {
            return new HashSet<>(bad).equals(wanted);
        }
    }

    static Verdict of(Path root, String raw, String processed, long put) throws IOException {
        return new Verdict(got(root, raw), got(root, processed), put);
    }

    private static Got got(Path root, String name) throws IOException {
        List<Long> good = new ArrayList<>();
        List<Long> bad = new ArrayList<>();
        int objects = 0;
        Path folder = root.resolve(name);
        if (Files.isDirectory(folder)) {
            List<Path> files;
            try (Stream<Path> all = Files.walk(folder)) {
                files = all.filter(Files::isRegularFile).sorted().toList();
            }
            for (Path file : files) {
                boolean isBad = file.startsWith(folder.resolve("bad"));
                for (String line : Files.readAllLines(file)) {
                    JsonNode record = JSON.readTree(line);
                    (isBad ? bad : good)
                            .add(id(
                                    isBad
                                            ? JSON.readTree(
                                                    record.required("rawData").binaryValue())
                                            : record));
                }
                objects++;
            }
        }
        return new Got(name, objects, good, bad);
    }

    private static long id(JsonNode record) {
        return record.required("id").longValue();
    }

    /** The table, and the answer to the question. @return whether it is yes */
    boolean print(PrintWriter out) {
        out.println();
        out.println(String.format(
                Locale.ROOT,
                "%-16s %9s %9s %9s %9s %9s %9s",
                "delivery stream",
                "put",
                "good",
                "bad",
                "missing",
                "twice",
                "objects"));
        for (Got got : List.of(raw, processed)) {
            out.println(String.format(
                    Locale.ROOT,
                    "%-16s %,9d %,9d %,9d %,9d %,9d %,9d",
                    got.name(),
                    put,
                    got.good().size(),
                    got.bad().size(),
                    put - got.different(),
                    got.again(),
                    got.objects()));
        }
        out.println();
        boolean yes = isYes();
        out.println("Do two delivery streams on one stream both get the data? "
                + (yes ? "Yes: each got every record, once." : "Not here: see the table."));
        return yes;
    }

    private boolean isYes() {
        Set<Long> bad = new HashSet<>();
        LongStream.range(0, put).filter(Order::isBad).forEach(bad::add);
        return raw.hasEachOnce(put) && processed.hasEachOnce(put) && raw.hasBad(Set.of()) && processed.hasBad(bad);
    }
}
