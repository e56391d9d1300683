package dev.millrace.lambda.local;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether Lambda's runtime would find a handler in a zip and could make it. Runs no code of it. */
public final class HandlerCheck {

    private static final String REQUEST_HANDLER = "com.amazonaws.services.lambda.runtime.RequestHandler";
    private static final String STREAM_HANDLER = "com.amazonaws.services.lambda.runtime.RequestStreamHandler";

    private HandlerCheck() {}

    /**
     * Looks for the handler.
     *
     * @param handler {@code package.Class} or {@code package.Class::method}
     * @throws IllegalArgumentException if the class is not there, or lacks something that it needs to load, or is none
     *     that the runtime can make and call
     */
    public static void check(Path zip, String handler) throws IOException {
        Path folder = Files.createTempDirectory("millrace-check");
        try {
            Path task = Files.createDirectory(folder.resolve("task"));
            FunctionZip.unpack(zip, task);
            List<URL> urls = new ArrayList<>();
            urls.add(task.toUri().toURL());
            for (Path jar : jars(task.resolve("lib"))) {
                urls.add(jar.toUri().toURL());
            }
            for (Path jar : RuntimeJars.extract(folder)) {
                urls.add(jar.toUri().toURL());
            }
            try (URLClassLoader loader =
                    new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
                check(loader, handler);
            }
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static List<Path> jars(Path lib) throws IOException {
        if (!Files.isDirectory(lib)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(lib)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static void check(ClassLoader loader, String handler) {
        int colons = handler.indexOf("::");
        String name = colons < 0 ? handler : handler.substring(0, colons);
        String method = colons < 0 ? null : handler.substring(colons + 2);
        try {
            Class<?> type = Class.forName(name, false, loader);
            Method[] methods = type.getMethods();
            if (!isCallable(loader, type, methods, method)) {
                throw new IllegalArgumentException("no handler: class=" + name
                        + (method == null
                                ? " implements neither RequestHandler nor RequestStreamHandler"
                                : " has no public method " + method));
            }
            if (Modifier.isAbstract(type.getModifiers()) || !Modifier.isPublic(type.getModifiers())) {
                throw new IllegalArgumentException("handler is abstract or not public: class=" + name);
            }
            var unused = type.getConstructor();
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException("handler is not in the zip: class=" + name, e);
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(
                    "handler has no public constructor without parameters: class=" + name, e);
        } catch (LinkageError e) {
            throw new IllegalArgumentException("handler lacks something in the zip: class=" + name + " cause=" + e, e);
        }
    }

    private static boolean isCallable(ClassLoader loader, Class<?> type, Method[] methods, @Nullable String method)
            throws ClassNotFoundException {
        if (method != null) {
            return Arrays.stream(methods)
                    .anyMatch(candidate -> candidate.getName().equals(method));
        }
        return Class.forName(REQUEST_HANDLER, false, loader).isAssignableFrom(type)
                || Class.forName(STREAM_HANDLER, false, loader).isAssignableFrom(type);
    }
}
