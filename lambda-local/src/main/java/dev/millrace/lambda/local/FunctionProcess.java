package dev.millrace.lambda.local;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.Objects;

/**
 * What runs in the process of a function: Lambda's client, and a watch that ends the process with the one that started it,
 * however that one ends. It stands beside the client on the class path there, so it knows nothing but the JDK.
 */
final class FunctionProcess {

    private FunctionProcess() {}

    /**
     * Runs the client until the end of the standard input, of which the function sees nothing.
     *
     * @param arguments the client's main class, and the function's handler
     */
    public static void main(String[] arguments) throws Throwable {
        InputStream parent = System.in;
        System.setIn(InputStream.nullInputStream());
        Thread watch = new Thread(() -> endWith(parent), "millrace-parent-watch");
        watch.setDaemon(true);
        watch.start();
        try {
            Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object)
                    new String[] {arguments[1]});
        } catch (InvocationTargetException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }

    private static void endWith(InputStream parent) {
        try {
            while (parent.read() >= 0) {
                // Nothing is ever said; the end of input is the end of the parent.
            }
        } catch (IOException e) {
            // The end as well: nobody can say anything any more.
        }
        // Not exit, which would wait for the function's own threads.
        Runtime.getRuntime().halt(1);
    }
}
