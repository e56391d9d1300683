package dev.millrace.firehose.transformation;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import dev.millrace.lambda.firehose.FirehoseEvent;
import dev.millrace.lambda.firehose.FirehoseOptions;
import dev.millrace.lambda.firehose.FirehoseResponse;
import dev.millrace.lambda.firehose.FirehoseResponseRecord;
import dev.millrace.lambda.firehose.FirehoseTransformHandler;
import dev.millrace.lambda.firehose.FirehoseTransformation;
import dev.millrace.lambda.firehose.RecordTransformer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * A function of Java in this process. It runs in threads of its own, as many as there are invocations; one that takes too
 * long is interrupted and no longer waited for.
 */
public final class FunctionTransformation implements Transformation {

    private final String functionArn;
    private final Function<FirehoseEvent, FirehoseResponse> function;
    private final ExecutorService threads;

    private FunctionTransformation(String functionArn, Function<FirehoseEvent, FirehoseResponse> function) {
        this.functionArn = Objects.requireNonNull(functionArn, "functionArn");
        this.function = function;
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "millrace-transformation");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Record by record, as {@link FirehoseTransformHandler} does, with its default options.
     *
     * @param functionArn what failed records name
     */
    public static FunctionTransformation of(String functionArn, RecordTransformer transformer) {
        Objects.requireNonNull(transformer, "transformer");
        return new FunctionTransformation(
                functionArn,
                event -> FirehoseTransformation.apply(event, FirehoseOptions.defaults(), null, transformer));
    }

    /**
     * A handler as it would run in Lambda, a {@link FirehoseTransformHandler} for example. Its context is null.
     *
     * @param functionArn what failed records name
     */
    public static FunctionTransformation of(
            String functionArn, RequestHandler<FirehoseEvent, FirehoseResponse> handler) {
        Objects.requireNonNull(handler, "handler");
        return new FunctionTransformation(functionArn, event -> handler.handleRequest(event, null));
    }

    @Override
    public String functionArn() {
        return functionArn;
    }

    @Override
    public FirehoseResponse invoke(FirehoseEvent event, Duration timeout)
            throws TransformationException, InterruptedException {
        Future<FirehoseResponse> running;
        try {
            running = threads.submit(() -> function.apply(event));
        } catch (RejectedExecutionException e) {
            throw FunctionErrors.failed(functionArn, "closed", "the transformation was closed");
        }
        try {
            FirehoseResponse response = running.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            if (response == null) {
                throw TransformationException.ofAnswer(
                        FailureCode.INVALID_RETURN_FORMAT, "function returned null: function=" + functionArn, null);
            }
            FunctionErrors.checkLength(functionArn, bytesInJson(response));
            return response;
        } catch (TimeoutException e) {
            throw FunctionErrors.timedOut(functionArn, timeout, e);
        } catch (ExecutionException | CancellationException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw FunctionErrors.failed(functionArn, cause.getClass().getName(), String.valueOf(cause.getMessage()));
        } finally {
            running.cancel(true);
        }
    }

    /** What the data would take at least. */
    private static long bytesInJson(FirehoseResponse response) {
        long bytes = 0;
        if (response.getRecords() != null) {
            for (FirehoseResponseRecord answer : response.getRecords()) {
                ByteBuffer data = answer == null ? null : answer.getData();
                bytes += data == null ? 0 : (data.remaining() + 2L) / 3 * 4;
            }
        }
        return bytes;
    }

    /** Interrupts what runs. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
