package dev.millrace.multilang;

import dev.millrace.multilang.properties.DaemonFile;
import dev.millrace.processor.WorkerFailedException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program of any language for each shard of a stream, and speaks the line protocol with it. Exit codes: 0 the worker
 * has stopped by itself, 1 the command line or the properties are at fault, or something failed; 143 it was asked to stop
 * (SIGTERM).
 */
public final class MultiLangDaemon {

    private static final int FAILED = 1;
    private static final String LOG_CONFIGURATION = "logback.configurationFile";

    /** What the configuration of the command's class path goes by, whose default is that of commands that say little. */
    private static final String LOG_LEVEL = "millrace.log.level";

    private MultiLangDaemon() {}

    public static void main(String[] arguments) {
        System.exit(run(System.out, System.err, arguments));
    }

    /** As {@link #main}, with an exit code instead of an exit. */
    static int run(PrintStream out, PrintStream err, String... arguments) {
        DaemonArguments read;
        try {
            read = DaemonArguments.parse(arguments);
        } catch (IllegalArgumentException e) {
            out.print(DaemonArguments.USAGE);
            err.println("MultiLangDaemon: " + e.getMessage());
            return FAILED;
        }
        if (read.warning() != null) {
            err.println("MultiLangDaemon: " + read.warning());
        }
        try {
            run(read.propertiesFile(), read.logConfiguration());
            return 0;
        } catch (IllegalArgumentException | WorkerFailedException e) {
            err.println("MultiLangDaemon: " + e.getMessage());
        } catch (IOException e) {
            err.println("MultiLangDaemon: file cannot be read: " + e.getMessage());
        } catch (RuntimeException e) {
            err.println("MultiLangDaemon: " + e);
        }
        return FAILED;
    }

    /**
     * Runs until the worker has stopped, or the JVM is asked to end.
     *
     * @param propertiesFile a resource of the class path, or a file
     * @param logConfiguration a file of logback's, in force if nothing was logged yet; null for what there is
     * @throws IllegalArgumentException if the files say something that is not allowed
     * @throws IOException if one cannot be read
     * @throws WorkerFailedException if the worker stopped because of a failure
     */
    public static void run(String propertiesFile, @Nullable String logConfiguration) throws IOException {
        if (System.getProperty(LOG_LEVEL) == null) {
            System.setProperty(LOG_LEVEL, "INFO");
        }
        if (logConfiguration != null) {
            System.setProperty(LOG_CONFIGURATION, readable(logConfiguration));
        }
        new Daemon(DaemonFile.load(propertiesFile)).run();
    }

    private static String readable(String file) {
        try {
            if (Files.isReadable(Path.of(file))) {
                return file;
            }
        } catch (InvalidPathException e) {
            // Said below.
        }
        throw new IllegalArgumentException("log configuration cannot be read: " + file);
    }
}
