package dev.millrace.cli.io;

/** What may be seen on a terminal. */
public final class Printable {

    private Printable() {}

    /** No control or format character but the line ends. */
    public static boolean isSafeOutput(String output) {
        return output.lines().allMatch(Printable::isSafe);
    }

    public static boolean isSafe(String text) {
        return text.codePoints()
                .noneMatch(point -> Character.isISOControl(point) || Character.getType(point) == Character.FORMAT);
    }
}
