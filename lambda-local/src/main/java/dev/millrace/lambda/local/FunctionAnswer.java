package dev.millrace.lambda.local;

/** How an invocation ended. */
public sealed interface FunctionAnswer {

    /** What the function returned, as JSON, or what the runtime said of its failure. */
    String text();

    /** The function returned. */
    record Returned(String text) implements FunctionAnswer {}

    /**
     * The function failed.
     *
     * @param errorType as the runtime names it, such as {@code Runtime.UserException} or {@code Runtime.BadFunctionCode}
     */
    record Failed(String errorType, String text) implements FunctionAnswer {}
}
