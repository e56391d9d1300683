package dev.millrace.multilang.process;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the children of a process that was killed: a shell which is told of every child, and which kills those that are
 * left two seconds after its input ended. It is in a session of its own and hears no signal that ends the others. Where
 * there are no process groups, there is none, and children go by the end of their input.
 */
final class Watchdog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

    private static final String SCRIPT = """
            trap '' HUP INT QUIT TERM
            children=
            while read -r sign child; do
              case $sign in
                +) children="$children $child" ;;
                -) rest=
                   for other in $children; do [ "$other" = "$child" ] || rest="$rest $other"; done
                   children=$rest ;;
              esac
            done
            [ -n "$children" ] || exit 0
            sleep 2
            for child in $children; do kill -s KILL -- "-$child"; done
            """;

    private final Set<Long> children = new LinkedHashSet<>();
    private @Nullable Process shell;
    private boolean closed;

    /** Has this group killed when this process is gone. */
    synchronized void watch(long group) {
        children.add(group);
        if (Signals.hasGroups() && !closed && !told("+ " + group)) {
            begin();
        }
    }

    /** It has ended by itself. */
    synchronized void forget(long group) {
        children.remove(group);
        boolean unused = told("- " + group);
    }

    private boolean told(String line) {
        Process current = shell;
        if (current == null || !current.isAlive()) {
            return false;
        }
        try {
            OutputStream input = current.getOutputStream();
            input.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            input.flush();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Also when it was killed itself. */
    private void begin() {
        try {
            shell = new ProcessBuilder(Signals.inOwnGroup(List.of("sh", "-c", SCRIPT)))
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start();
            children.forEach(child -> {
                boolean unused = told("+ " + child);
            });
        } catch (IOException e) {
            LOG.warn("children may outlive this process if it is killed: their watchdog cannot be started", e);
        }
    }

    /** Lets it end. */
    @Override
    public synchronized void close() {
        closed = true;
        Process current = shell;
        if (current != null) {
            children.forEach(child -> {
                boolean unused = told("- " + child);
            });
            try {
                current.getOutputStream().close();
            } catch (IOException e) {
                LOG.debug("the watchdog is gone already", e);
            }
        }
    }
}
