package dev.millrace.cli.consume;

import dev.millrace.cli.io.BadInputException;
import dev.millrace.processor.BatchHandler;
import dev.millrace.processor.RecordHandler;
import dev.millrace.processor.RecordProcessor;
import dev.millrace.processor.RecordProcessorFactory;
import dev.millrace.text.SafeText;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A class of the caller's that processes records. Its jars see what the command itself has, and get that before their
 * own.
 */
public final class ProcessorClass implements AutoCloseable {

    private static final List<Class<?>> ROLES =
            List.of(RecordProcessorFactory.class, RecordProcessor.class, BatchHandler.class, RecordHandler.class);

    private final URLClassLoader loader;
    private final Class<?> type;
    private final Class<?> role;

    private ProcessorClass(URLClassLoader loader, Class<?> type, Class<?> role) {
        this.loader = loader;
        this.type = type;
        this.role = role;
    }

    /**
     * Loads the class.
     *
     * @param classPath jars and folders as Java writes them, {@code folder/*} for all jars of a folder; may be empty
     * @throws BadInputException if there is no such class, or it is none that processes records
     */
    public static ProcessorClass load(String name, String classPath) {
        URLClassLoader loader = new URLClassLoader(urls(classPath), ProcessorClass.class.getClassLoader());
        try {
            Class<?> type = Class.forName(name, true, loader);
            return new ProcessorClass(loader, type, check(type));
        } catch (ClassNotFoundException | LinkageError e) {
            close(loader);
            throw new BadInputException("class cannot be loaded: " + SafeText.of(name) + " ("
                    + SafeText.of(e.toString()) + "; is it in --classpath, with all that it needs?)");
        } catch (BadInputException e) {
            close(loader);
            throw e;
        }
    }

    private static Class<?> check(Class<?> type) {
        List<Class<?>> roles =
                ROLES.stream().filter(role -> role.isAssignableFrom(type)).collect(Collectors.toList());
        if (roles.size() != 1) {
            throw unfit(
                    type,
                    roles.isEmpty()
                            ? "it implements none of " + names(ROLES)
                            : "it implements " + names(roles) + " and only one of them is wanted");
        }
        boolean constructed = Stream.of(type.getConstructors()).anyMatch(each -> each.getParameterCount() == 0);
        if (!Modifier.isPublic(type.getModifiers()) || Modifier.isAbstract(type.getModifiers()) || !constructed) {
            throw unfit(type, "it has to be public and not abstract, with a public constructor without parameters");
        }
        return roles.get(0);
    }

    private static BadInputException unfit(Class<?> type, String why) {
        return new BadInputException("class processes no records: " + SafeText.of(type.getName()) + " (" + why + ")");
    }

    private static String names(List<Class<?>> types) {
        return types.stream().map(Class::getSimpleName).collect(Collectors.joining(", "));
    }

    private static URL[] urls(String classPath) {
        List<URL> urls = new ArrayList<>();
        try {
            for (String entry : classPath.split(File.pathSeparator)) {
                if (entry.endsWith("*")) {
                    try (DirectoryStream<Path> jars =
                            Files.newDirectoryStream(Path.of(entry.substring(0, entry.length() - 1)), "*.jar")) {
                        for (Path jar : jars) {
                            urls.add(jar.toUri().toURL());
                        }
                    }
                } else if (!entry.isBlank()) {
                    Path path = Path.of(entry);
                    if (!Files.exists(path)) {
                        throw new BadInputException("not there, of --classpath: " + SafeText.of(entry));
                    }
                    urls.add(path.toUri().toURL());
                }
            }
        } catch (IOException e) {
            throw new BadInputException("class path cannot be read: " + SafeText.of(e.toString()));
        }
        return urls.toArray(URL[]::new);
    }

    /**
     * Makes processors: an instance for each shard of a {@link RecordProcessor}, one for all of the others.
     *
     * @throws BadInputException if the constructor fails
     */
    public RecordProcessorFactory factory() {
        if (role == RecordProcessor.class) {
            // Not first when a shard begins, where it would fail again and again.
            Object unused = newInstance();
            return () -> (RecordProcessor) newInstance();
        }
        Object only = newInstance();
        if (only instanceof RecordProcessorFactory factory) {
            return factory;
        }
        return only instanceof BatchHandler batches
                ? RecordProcessorFactory.forEachBatch(batches)
                : RecordProcessorFactory.forEachRecord((RecordHandler) only);
    }

    /** Finds the class and what it needs; for threads in which libraries look for services. */
    public ClassLoader loader() {
        return loader;
    }

    private Object newInstance() {
        try {
            Constructor<?> constructor = type.getConstructor();
            return constructor.newInstance();
        } catch (InvocationTargetException e) {
            throw unmade(e.getCause() == null ? e : e.getCause());
        } catch (ReflectiveOperationException e) {
            throw unmade(e);
        }
    }

    private BadInputException unmade(Throwable cause) {
        BadInputException failure = new BadInputException("instance cannot be made: class="
                + SafeText.of(type.getName()) + " (" + SafeText.of(cause.toString()) + ")");
        failure.initCause(cause);
        return failure;
    }

    @Override
    public void close() {
        close(loader);
    }

    private static void close(URLClassLoader loader) {
        try {
            loader.close();
        } catch (IOException e) {
            // What it has read is of no use any more.
            return;
        }
    }
}
