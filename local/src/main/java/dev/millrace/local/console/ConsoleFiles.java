package dev.millrace.local.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files that the page is made of, each at one fixed path: no part of a path ever names a resource. */
final class ConsoleFiles {

    private static final String FOLDER = "/_millrace/console/";
    private static final String HTML = "text/html;charset=utf-8";
    private static final String CSS = "text/css;charset=utf-8";
    private static final String SCRIPT = "text/javascript;charset=utf-8";

    /** Of chart.js, with its only dependency inside. */
    private static final String CHARTS = "/META-INF/resources/webjars/chart.js/4.5.1/dist/chart.umd.js";

    private static final String[] MODULES = {
        "api", "console", "dom", "family", "faults", "format", "panels", "plots", "preview", "records", "ring",
        "shards", "streams", "theme"
    };

    private static final Map<String, Resource> BY_PATH = byPath();

    private ConsoleFiles() {}

    private record Resource(String name, String contentType) {}

    private static Map<String, Resource> byPath() {
        Map<String, Resource> files = new HashMap<>();
        files.put("/", new Resource("index.html", HTML));
        files.put(FOLDER + "console.css", new Resource("console.css", CSS));
        files.put(FOLDER + "chart.js", new Resource(CHARTS, SCRIPT));
        for (String module : MODULES) {
            files.put(FOLDER + module + ".js", new Resource(module + ".js", SCRIPT));
        }
        return Map.copyOf(files);
    }

    /** The file at a path; null if there is none. */
    static @Nullable ConsoleReply at(String path) {
        Resource resource = BY_PATH.get(path);
        if (resource == null) {
            return null;
        }
        try (InputStream in = ConsoleFiles.class.getResourceAsStream(resource.name)) {
            if (in == null) {
                throw new IllegalStateException("not on the class path: " + resource.name);
            }
            return new ConsoleReply(200, resource.contentType, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
