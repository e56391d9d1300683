package dev.millrace.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A language whose libraries {@code dev/interop-setup} installs. */
enum Language {
    PYTHON("py", "python/bin/python", "python/installed.txt"),
    NODE("js", "node/node_modules", "node/installed.json"),
    /** Reads only, and shows of a user record neither the explicit hash key nor the sub-sequence number. */
    GO("go", "go/aggregates", "go/installed.txt");

    private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
    private static final Path INSTALLED = CHECKOUT.resolve("build").resolve("interop");
    private static final Path SCRIPTS = Path.of("src", "test", "resources").toAbsolutePath();

    private final String suffix;
    private final Path libraries;
    private final Path stamp;

    Language(String suffix, String libraries, String stamp) {
        this.suffix = suffix;
        this.libraries = Path.of(libraries);
        this.stamp = Path.of(stamp);
    }

    /** One of the scripts of these tests, ready to start. Fails if the libraries are not installed. */
    ProcessBuilder script(String name, String... arguments) {
        Path found = installed(libraries, stamp);
        List<String> command = new ArrayList<>();
        switch (this) {
            case PYTHON -> command.addAll(List.of(found.toString(), source(name)));
            case NODE -> command.addAll(List.of("node", source(name)));
            case GO -> command.add(found.resolveSibling(name).toString());
        }
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(variable -> variable.startsWith("AWS_"));
        if (this == NODE) {
            builder.environment().put("NODE_PATH", found.toString());
            builder.environment().put("AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED", "true");
        }
        return builder;
    }

    /** What {@code dev/interop-setup} has put there; the stamp tells that it is whole. */
    static Path installed(Path wanted, Path stamp) {
        Path found = INSTALLED.resolve(wanted);
        if (!Files.exists(found) || !Files.exists(INSTALLED.resolve(stamp))) {
            throw new AssertionError("not installed: " + wanted + ": run dev/interop-setup");
        }
        return found;
    }

    /** Where the browser that Node installs unpacks itself, once, and keeps what it needs while it runs. */
    static Path browserFolder() throws IOException {
        return Files.createDirectories(INSTALLED.resolve("chromium"));
    }

    private String source(String name) {
        return SCRIPTS.resolve(name + "." + suffix).toString();
    }

    /** Whether a user record as this language's library shows it has explicit hash key and sub-sequence number. */
    boolean showsHashKeyAndIndex() {
        return this != GO;
    }
}
