package dev.millrace.lambda.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** A function that does what its event says. */
public final class ScriptedHandler {

    private int count;

    public String run(String command) {
        count++;
        return switch (command) {
            case "throw" -> throw new IllegalStateException("made up");
            case "exit" -> {
                Runtime.getRuntime().halt(3);
                yield "";
            }
            case "process" -> Long.toString(ProcessHandle.current().pid());
            case "input" -> input();
            case "hang" -> hang();
            case "environment" -> String.valueOf(System.getenv("GREETING"));
            default -> Integer.toString(count);
        };
    }

    private static String input() {
        try {
            return Integer.toString(System.in.read());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a file that says so. */
    private static String hang() {
        try {
            Files.createFile(Path.of(System.getenv("HANGING")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        while (true) {
            LockSupport.park();
        }
    }
}
