package dev.millrace.consumer.source;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamConsumerResponse;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/** A consumer that is registered with a stream, so that records are pushed to it. */
public final class FanOutConsumer {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final long PAUSE_MILLIS = 500;

    private final KinesisAsyncClient client;
    private final String streamArn;
    private final String name;

    public FanOutConsumer(KinesisAsyncClient client, String streamArn, String name) {
        this.client = client;
        this.streamArn = streamArn;
        this.name = name;
    }

    /**
     * Registers it unless it is there already, and waits until it is active.
     *
     * @return its ARN
     * @throws IllegalStateException if it does not become active within two minutes
     */
    public String register() {
        long limit = System.nanoTime() + LIMIT.toNanos();
        for (; ; ) {
            try {
                DescribeStreamConsumerResponse found = await(client.describeStreamConsumer(
                        request -> request.streamARN(streamArn).consumerName(name)));
                if (found.consumerDescription().consumerStatus() == ConsumerStatus.ACTIVE) {
                    return found.consumerDescription().consumerARN();
                }
            } catch (ResourceNotFoundException e) {
                registerNow();
                continue;
            }
            if (System.nanoTime() > limit) {
                throw new IllegalStateException(
                        "registered consumer does not become active: stream=" + streamArn + " consumer=" + name);
            }
            pause();
        }
    }

    private void registerNow() {
        try {
            var unused = await(client.registerStreamConsumer(
                    request -> request.streamARN(streamArn).consumerName(name)));
        } catch (ResourceInUseException e) {
            // Somebody else has registered it meanwhile.
        }
    }

    /** Removes it from the stream. It is gone some seconds later. */
    public void deregister() {
        try {
            var unused = await(client.deregisterStreamConsumer(
                    request -> request.streamARN(streamArn).consumerName(name)));
        } catch (ResourceNotFoundException e) {
            // It is gone.
        }
    }

    private static void pause() {
        var unused = new CompletableFuture<@Nullable Void>()
                .completeOnTimeout(null, PAUSE_MILLIS, TimeUnit.MILLISECONDS)
                .join();
    }

    private static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
