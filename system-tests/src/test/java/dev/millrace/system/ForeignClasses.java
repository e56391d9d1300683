package dev.millrace.system;

import java.beans.Expression;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The classes of one module that only fetches them, made and called by name, since their class paths clash with each
 * other's. They see the JDK and each other, nothing of ours.
 */
final class ForeignClasses {

    private static final Path READERS = Path.of("readers");

    private static final Map<Path, ForeignClasses> LOADED = new ConcurrentHashMap<>();

    private final ClassLoader loader;

    private ForeignClasses(ClassLoader loader) {
        this.loader = loader;
    }

    /** A module below {@code readers}. */
    static ForeignClasses of(String module) {
        return in(READERS.resolve(module));
    }

    /** The module in this folder. Loaded once, for as long as the process lasts. */
    static ForeignClasses in(Path folder) {
        return LOADED.computeIfAbsent(folder, ForeignClasses::load);
    }

    private static ForeignClasses load(Path folder) {
        Path classPath = folder.resolve("target").resolve("class-path");
        if (!Files.exists(classPath)) {
            throw new IllegalStateException("a library is not there, build with Maven first: file="
                    + classPath.toAbsolutePath() + " command='mvn verify -pl system-tests -am'");
        }
        URL[] jars = Arrays.stream(read(classPath).strip().split(File.pathSeparator))
                .map(ForeignClasses::url)
                .toArray(URL[]::new);
        return new ForeignClasses(new URLClassLoader(folder.toString(), jars, ClassLoader.getPlatformClassLoader()));
    }

    Object create(String type, Object... arguments) throws Exception {
        return callStatic(type, "new", arguments);
    }

    Object callStatic(String type, String method, Object... arguments) throws Exception {
        return call(Class.forName(type, true, loader), method, arguments);
    }

    /** What the method gives that has the name and takes the arguments. */
    static Object call(Object target, String method, Object... arguments) throws Exception {
        return Objects.requireNonNull(show(target, method, arguments));
    }

    /** The same for a method that may give null, or gives nothing. */
    static @Nullable Object show(Object target, String method, Object... arguments) throws Exception {
        return new Expression(target, method, arguments).getValue();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URL url(String jar) {
        try {
            return Path.of(jar).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }
}
