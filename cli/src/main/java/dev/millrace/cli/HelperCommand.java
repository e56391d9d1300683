package dev.millrace.cli;

import static java.util.Objects.requireNonNull;

import dev.millrace.cli.io.BadInputException;
import dev.millrace.multilang.MultiLangDaemon;
import dev.millrace.text.SafeText;
import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the command that runs the daemon, as the helper of Amazon's package for Python does, option for option. */
@Command(
        name = "helper",
        mixinStandardHelpOptions = true,
        description = "Print the command that runs the MultiLangDaemon, or its class path, for scripts.",
        footer = {
            "",
            "Example: `millrace helper --print_command --java /usr/bin/java --properties sample.properties`",
            "         runs it, back ticks included."
        })
final class HelperCommand implements Callable<Integer> {

    /** What no shell takes for more than a letter, in back ticks either. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./=@%+,-]+");

    private static final Path SAMPLE = Path.of("samples", "words", "sample.properties");

    @Spec
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private @Nullable Mode mode;

    @Option(
            names = {"-j", "--java"},
            paramLabel = "PATH",
            description = "The java program of the printed command.")
    private @Nullable String java;

    @Option(
            names = {"-p", "--properties", "--props", "--prop"},
            paramLabel = "FILE",
            description = "The daemon's properties file. Its folder is on the class path.")
    private @Nullable String properties;

    @Option(
            names = {"--sample", "--sample-props", "--use-sample-properties"},
            description = "The properties file of the words sample, in this checkout.")
    private boolean sample;

    @Option(
            names = {"-c", "--classpath", "--path"},
            paramLabel = "PATH",
            description = "Goes before Millrace's own class path. May be repeated.")
    private List<String> paths = List.of();

    @Option(
            names = {"-l", "--log-configuration"},
            paramLabel = "FILE",
            description = "A file of logback's for the daemon.")
    private @Nullable String logConfiguration;

    /** What to print: one of both. */
    private static final class Mode {

        @Option(names = "--print_classpath", description = "Print the class path of the daemon.")
        @SuppressWarnings("UnusedVariable") // what is there when command is not
        private boolean classPath;

        @Option(names = "--print_command", description = "Print the command; wants --java and a properties file.")
        private boolean command;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        String file = propertiesFile();
        out.println(requireNonNull(mode).command ? command(file) : classPath(file));
        out.flush();
        return 0;
    }

    private @Nullable String propertiesFile() {
        if (!sample) {
            return properties;
        }
        if (properties != null) {
            spec.commandLine()
                    .getErr()
                    .println("millrace: the sample's properties file is taken, not " + SafeText.of(properties));
        }
        String home = System.getProperty("millrace.home");
        if (home == null) {
            throw new BadInputException("the sample is in a checkout of Millrace: run ./millrace helper there");
        }
        return Path.of(home).resolve(SAMPLE).toString();
    }

    private String command(@Nullable String file) {
        if (java == null || file == null) {
            throw new BadInputException("--print_command wants --java PATH and --properties FILE, or --sample");
        }
        List<String> words = new ArrayList<>(List.of(
                plain("--java", java),
                "-cp",
                classPath(file),
                MultiLangDaemon.class.getName(),
                "--properties-file",
                plain("--properties", file)));
        if (logConfiguration != null) {
            words.add("--log-configuration");
            words.add(plain("--log-configuration", logConfiguration));
        }
        return String.join(" ", words);
    }

    /** The user's paths, ours, and the folder of the properties file. */
    private String classPath(@Nullable String file) {
        List<String> entries = new ArrayList<>();
        paths.forEach(path -> entries.add(absolute("--classpath", path)));
        for (String own : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!own.isEmpty()) {
                entries.add(absolute("class path of millrace", own));
            }
        }
        if (file != null) {
            Path folder = Path.of(absolute("--properties", file)).getParent();
            if (folder != null) {
                entries.add(folder.toString());
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    private static String absolute(String what, String path) {
        Path absolute;
        try {
            absolute = Path.of(path).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw new BadInputException(what + " is no path: " + SafeText.of(path));
        }
        if (!Files.exists(absolute)) {
            throw new BadInputException(what + " does not exist: " + SafeText.of(path));
        }
        return plain(what, absolute.toString());
    }

    private static String plain(String what, String path) {
        if (!PLAIN.matcher(path).matches()) {
            throw new BadInputException(what + " would need quotes in a shell, which there are none of in back ticks: "
                    + SafeText.of(path) + " (letters, digits and _ . / = @ % + , - are allowed)");
        }
        return path;
    }
}
