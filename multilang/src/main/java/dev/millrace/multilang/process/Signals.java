package dev.millrace.multilang.process;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signals for process groups, which the JDK has none for. */
final class Signals {

    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    /** Makes a program the first of a group, and of a session, of its own; it keeps its process id. */
    private static final String SET_SESSION = "setsid";

    /** Becomes the program once it is told to, and ends if nobody is there to do so. */
    private static final String WAITING = "read -r go || exit 0; exec \"$@\"";

    private static final boolean GROUPS = Program.isThere(SET_SESSION) && Program.isThere("sh");

    private Signals() {}

    /** Whether processes can have groups of their own here. Where they cannot, a process is ended with its descendants. */
    static boolean hasGroups() {
        return GROUPS;
    }

    /** The command that runs a program in a group of its own, if that can be. */
    static List<String> inOwnGroup(List<String> command) {
        if (!GROUPS) {
            return command;
        }
        return Stream.concat(Stream.of(SET_SESSION), command.stream()).toList();
    }

    /** As {@link #inOwnGroup}, and it does not begin before it is {@linkplain #letGo told to}. */
    static List<String> waitingInOwnGroup(List<String> command) {
        if (!GROUPS) {
            return command;
        }
        return inOwnGroup(Stream.concat(Stream.of("sh", "-c", WAITING, "sh"), command.stream())
                .toList());
    }

    /** Lets a program begin that waits. */
    static void letGo(OutputStream input) {
        if (!GROUPS) {
            return;
        }
        try {
            input.write('\n');
            input.flush();
        } catch (IOException e) {
            LOG.debug("a program has ended before it began", e);
        }
    }

    /** Sends a signal to all processes of a group; nothing happens if there are none. */
    static void send(String signal, long group) {
        try {
            Process unused = new ProcessBuilder(
                            "sh", "-c", "kill -s \"$1\" -- \"-$2\"", "sh", signal, Long.toString(group))
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectInput(Redirect.PIPE)
                    .start();
        } catch (IOException e) {
            LOG.warn("a process group got no signal: group={} signal={}", group, signal, e);
        }
    }
}
