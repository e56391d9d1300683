package dev.millrace.multilang;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The daemon's command line.
 *
 * @param propertiesFile a resource of the class path, or a file
 * @param logConfiguration a file of logback's; null for what there is
 * @param warning what was odd; null if nothing was
 */
record DaemonArguments(
        String propertiesFile,
        @Nullable String logConfiguration,
        @Nullable String warning) {

    static final String USAGE = """
            Usage: MultiLangDaemon [-p|--properties-file FILE] [-l|--log-configuration LOGBACK.XML] [FILE]

              -p, --properties-file FILE        the daemon's properties; may stand alone, without the option
              -l, --log-configuration FILE      what is logged, and where to
            """;

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException if it does not name one properties file
     */
    static DaemonArguments parse(String... arguments) {
        String properties = null;
        String log = null;
        List<String> others = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
            String name = equals < 0 ? argument : argument.substring(0, equals);
            if (!name.startsWith("-")) {
                others.add(argument);
                continue;
            }
            if (equals < 0 && i + 1 == arguments.length) {
                throw new IllegalArgumentException("option without value: " + name);
            }
            String value = equals < 0 ? arguments[++i] : argument.substring(equals + 1);
            switch (name) {
                case "-p", "--properties-file" -> properties = value;
                case "-l", "--log-configuration" -> log = value;
                default ->
                    throw new IllegalArgumentException(
                            "unknown option: " + name + " (-p, --properties-file, -l, --log-configuration)");
            }
        }
        if (others.size() > 1) {
            throw new IllegalArgumentException("more than one properties file: " + String.join(" ", others));
        }
        return of(properties, log, others.isEmpty() ? null : others.get(0));
    }

    static DaemonArguments of(@Nullable String properties, @Nullable String log, @Nullable String other) {
        if (properties != null) {
            String warning = other == null ? null : "properties file is named twice, this one is not read: " + other;
            return new DaemonArguments(properties, log, warning);
        }
        if (other == null) {
            throw new IllegalArgumentException("no properties file is named");
        }
        return new DaemonArguments(other, log, null);
    }
}
