package dev.millrace.multilang;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What children have read, which they note in files of a folder, one for each shard. */
public class Journal {

    private static final Pattern SEQUENCE_NUMBER = Pattern.compile("\"sequenceNumber\":\"(\\d+)\"");

    private static final Pattern PLACE =
            Pattern.compile("\"sequenceNumber\":\"(\\d+)\",[^}]*\"subSequenceNumber\":(\\d+)");

    private final Path folder;

    protected Journal(Path folder) {
        this.folder = folder;
    }

    protected final Path folder() {
        return folder;
    }

    /** What was read for all shards, each line behind a process id and a blank. */
    public List<String> journal() {
        return journal("");
    }

    /** What was read for a shard, or for all if the name is empty. */
    public List<String> journal(String shardId) {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                if (file.getFileName().toString().startsWith("journal-" + shardId)) {
                    Files.readAllLines(file).stream()
                            .filter(line -> !line.isEmpty())
                            .forEach(lines::add);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    /** What was read, in short: the actions, or the replies to checkpoints as they came. */
    public List<String> actions() {
        return actions("");
    }

    /** As {@link #actions()}, of a shard. */
    public List<String> actions(String shardId) {
        return journal(shardId).stream()
                .map(line -> line.substring(line.indexOf(' ') + 1))
                // Who was killed may have left the half of one.
                .filter(line -> line.equals("EOF") || line.endsWith("}"))
                .map(line -> line.startsWith("{\"action\":\"checkpoint\"") || line.equals("EOF")
                        ? line
                        : line.split("\"", -1)[3])
                .toList();
    }

    /** The sequence numbers of all records, in the order in which they were read. */
    public List<String> records() {
        return journal().stream()
                .filter(line -> line.contains("{\"action\":\"processRecords\""))
                .flatMap(line -> SEQUENCE_NUMBER.matcher(line).results().map(match -> match.group(1)))
                .toList();
    }

    /** The records that a process has read, each as sequence number, slash, sub-sequence number. */
    public List<String> places(long pid) {
        return journal().stream()
                .filter(line -> line.startsWith(pid + " {\"action\":\"processRecords\""))
                .flatMap(line -> PLACE.matcher(line).results().map(match -> match.group(1) + "/" + match.group(2)))
                .toList();
    }

    /** The numbers of all processes that have read something. */
    public List<Long> processIds() {
        return pids();
    }

    /** The processes that have read something, in order; or whatever tells readers of a shard apart. */
    public List<Long> pids() {
        return journal().stream()
                .filter(line -> line.indexOf(' ') > 0)
                .map(line -> Long.parseLong(line.substring(0, line.indexOf(' '))))
                .distinct()
                .toList();
    }
}
