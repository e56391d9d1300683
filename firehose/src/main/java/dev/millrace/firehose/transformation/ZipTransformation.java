package dev.millrace.firehose.transformation;

import dev.millrace.lambda.firehose.FirehoseEvent;
import dev.millrace.lambda.firehose.FirehoseResponse;
import dev.millrace.lambda.local.FunctionAnswer;
import dev.millrace.lambda.local.LocalFunction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A function from a zip, in a process of its own under Lambda's Runtime Interface Client. One invocation at a time; the
 * process is started for the first one, and anew after one that took too long or ended it. Linux on x86-64 or ARM 64.
 *
 * <p>The process has this one's environment and rights: run only zips that you trust.
 */
public final class ZipTransformation implements Transformation {

    private static final String EXIT = "Runtime.ExitError";

    private final String functionArn;
    private final Path zip;
    private final String handler;
    private final int memoryMegabytes;
    private final Map<String, String> environment;
    private final AtomicReference<@Nullable LocalFunction> function = new AtomicReference<>();
    private volatile boolean closed;

    private ZipTransformation(
            String functionArn, Path zip, String handler, int memoryMegabytes, Map<String, String> environment) {
        this.functionArn = Objects.requireNonNull(functionArn, "functionArn");
        this.zip = Objects.requireNonNull(zip, "zip");
        this.handler = Objects.requireNonNull(handler, "handler");
        this.memoryMegabytes = memoryMegabytes;
        this.environment = Map.copyOf(environment);
    }

    /**
     * The function in this zip.
     *
     * @param functionArn what failed records name
     * @param handler as in the function's configuration: {@code package.Class} or {@code package.Class::method}
     * @param memoryMegabytes of its heap
     * @param environment beside this process's
     */
    public static ZipTransformation of(
            String functionArn, Path zip, String handler, int memoryMegabytes, Map<String, String> environment) {
        return new ZipTransformation(functionArn, zip, handler, memoryMegabytes, environment);
    }

    @Override
    public String functionArn() {
        return functionArn;
    }

    @Override
    public synchronized FirehoseResponse invoke(FirehoseEvent event, Duration timeout)
            throws TransformationException, InterruptedException {
        byte[] json = EventJson.write(event).getBytes(StandardCharsets.UTF_8);
        FunctionAnswer answer;
        try {
            answer = running().invoke(json, timeout);
        } catch (TimeoutException e) {
            end();
            throw FunctionErrors.timedOut(functionArn, timeout, e);
        } catch (InterruptedException e) {
            end();
            throw e;
        }
        if (answer instanceof FunctionAnswer.Failed failed) {
            if (failed.errorType().equals(EXIT)) {
                end();
            }
            throw FunctionErrors.failed(functionArn, failed.errorType(), failed.text());
        }
        FunctionErrors.checkLength(functionArn, answer.text().getBytes(StandardCharsets.UTF_8).length);
        return ResponseJson.read(answer.text());
    }

    private LocalFunction running() throws TransformationException {
        LocalFunction running = function.get();
        if (running != null) {
            return running;
        }
        try {
            running = LocalFunction.start(zip, handler, memoryMegabytes, environment);
        } catch (IOException | IllegalArgumentException e) {
            throw TransformationException.ofInvocation(
                    FailureCode.RESOURCE_NOT_FOUND,
                    "function cannot be started: zip=" + zip + ": " + e.getMessage(),
                    e);
        }
        function.set(running);
        if (closed) {
            end();
            throw FunctionErrors.failed(functionArn, EXIT, "the transformation was closed");
        }
        return running;
    }

    private void end() {
        LocalFunction ended = function.getAndSet(null);
        if (ended != null) {
            ended.close();
        }
    }

    /** Does not wait for an invocation: its process ends. */
    @Override
    public void close() {
        closed = true;
        end();
    }
}
