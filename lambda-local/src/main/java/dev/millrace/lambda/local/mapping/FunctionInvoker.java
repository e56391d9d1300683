package dev.millrace.lambda.local.mapping;

import dev.millrace.lambda.local.FunctionAnswer;
import java.io.IOException;

/** Invokes a function and waits for its answer. Called by many threads at once. */
@FunctionalInterface
public interface FunctionInvoker {

    /**
     * Invokes it.
     *
     * @param event JSON in UTF-8
     * @return what it returned, or its failure; no answer in time is a failure, too
     * @throws IOException if it could not be invoked; that is tried again and counts as no attempt
     */
    FunctionAnswer invoke(byte[] event) throws IOException, InterruptedException;
}
