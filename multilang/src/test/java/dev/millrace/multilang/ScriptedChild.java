package dev.millrace.multilang;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A child in the language of the shell. It notes every line that it reads in a journal, behind its process id, answers each
 * action, and does what a test says in its place. Test code may call {@code answer ACTION}, {@code checkpoint MEMBERS}
 * (which notes the reply), and {@code first}, which is true once for all processes.
 */
public final class ScriptedChild {

    private static final Pattern SEQUENCE_NUMBER = Pattern.compile("\"sequenceNumber\":\"(\\d+)\"");

    private static final Pattern PLACE =
            Pattern.compile("\"sequenceNumber\":\"(\\d+)\",[^}]*\"subSequenceNumber\":(\\d+)");

    private final Path folder;
    private final Map<String, String> bodies = new LinkedHashMap<>();

    public ScriptedChild(Path folder) {
        this.folder = folder;
        for (String action :
                List.of("initialize", "processRecords", "leaseLost", "shardEnded", "shutdownRequested", "shutdown")) {
            bodies.put(action, "answer " + action);
        }
        bodies.put("start", ":");
        bodies.put("end", ":");
    }

    /** Another behaviour for an action, or for {@code start} and {@code end} of its input. */
    public ScriptedChild on(String action, String body) {
        bodies.put(action, body);
        return this;
    }

    /** The command that runs it. */
    public String command() {
        Path script = folder.resolve("child.sh");
        StringBuilder text = new StringBuilder();
        text.append("folder='").append(folder).append("'\n");
        text.append("""
                answer() { printf '\\n{"action":"status","responseFor":"%s"}\\n' "$1"; }
                note() { printf '\\n%s %s\\n' "$$" "$1" >> "$folder/journal-$MILLRACE_SHARD"; }
                checkpoint() {
                  printf '\\n{"action":"checkpoint",%s}\\n' "$1"
                  read -r reply
                  note "$reply"
                }
                first() { mkdir "$folder/first" 2>/dev/null; }
                """);
        bodies.forEach((action, body) ->
                text.append("on_").append(action).append("() {\n").append(body).append("\n}\n"));
        text.append("""
                on_start
                while read -r line; do
                  note "$line"
                  case $line in
                """);
        bodies.keySet().stream()
                .filter(action -> !action.equals("start") && !action.equals("end"))
                .forEach(action -> text.append("    '{\"action\":\"")
                        .append(action)
                        .append("\"'*) on_")
                        .append(action)
                        .append(" ;;\n"));
        text.append("  esac\ndone\nnote EOF\non_end\n");
        try {
            Files.writeString(script, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "sh " + script;
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

    /** The processes that have read something, in order. */
    public List<Long> pids() {
        return journal().stream()
                .filter(line -> line.indexOf(' ') > 0)
                .map(line -> Long.parseLong(line.substring(0, line.indexOf(' '))))
                .distinct()
                .toList();
    }
}
