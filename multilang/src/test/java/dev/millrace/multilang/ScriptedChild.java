package dev.millrace.multilang;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A child in the language of the shell. It notes every line that it reads in a journal, behind its process id, answers each
 * action, and does what a test says in its place. Test code may call {@code answer ACTION}, {@code checkpoint MEMBERS}
 * (which notes the reply), and {@code first}, which is true once for all processes.
 */
public final class ScriptedChild extends Journal {

    private final Map<String, String> bodies = new LinkedHashMap<>();

    public ScriptedChild(Path folder) {
        super(folder);
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
        Path script = folder().resolve("child.sh");
        StringBuilder text = new StringBuilder();
        text.append("folder='").append(folder()).append("'\n");
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
}
