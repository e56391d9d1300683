package dev.millrace.lambda.local;

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
            case "environment" -> String.valueOf(System.getenv("GREETING"));
            default -> Integer.toString(count);
        };
    }
}
