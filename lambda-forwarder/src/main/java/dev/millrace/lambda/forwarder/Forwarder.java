package dev.millrace.lambda.forwarder;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import dev.millrace.producer.Ordering;
import dev.millrace.producer.Producer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/*
 * Threads: one, the function's; answers come on the producer's.
 *
 * Memory: nothing of an event outlives its invocation. The producer, with its map of shards and its threads, does, unless
 * the time of an invocation ran out: then it is closed, so that nothing of what it still held is sent when Lambda thaws
 * the process, and the next invocation builds another.
 *
 * Order: the producer never gives up a record before the invocation ends, so that no later record of its key is sent
 * instead; then it gives up all at once.
 *
 * Failure: the answer names the first Kinesis record with a user record that is not known to be stored. It and all
 * behind it come again.
 */
/**
 * Forwards the user records of events into a stream. For use by one thread, as Lambda calls a function.
 *
 * <p>User records keep their partition keys, explicit hash keys and tags; the pin of an aggregate is not taken along.
 */
public final class Forwarder implements AutoCloseable {

    /** Longer than any function runs. */
    private static final Duration NEVER = Duration.ofHours(1);

    private static final Duration MAX_BLOCK = Duration.ofMillis(200);

    private final KinesisAsyncClient client;
    private final ForwarderSettings settings;
    private @Nullable Producer producer;

    /**
     * @param client of the target; stays its owner's to close, after the forwarder
     */
    public Forwarder(KinesisAsyncClient client, ForwarderSettings settings) {
        this.client = Objects.requireNonNull(client, "client");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.producer = start();
    }

    private Producer start() {
        Producer started = Producer.builder(client)
                .deliveryTimeout(NEVER)
                .maxBlock(MAX_BLOCK)
                .ordering(settings.ordered() ? Ordering.PER_PARTITION_KEY : Ordering.NONE)
                .build();
        var unused = started.prepare(settings.stream());
        return started;
    }

    /**
     * Forwards an event. Returns when all of it is stored, something has failed, or the function's time has run out but for
     * the reserve.
     *
     * @return the sequence number of the first Kinesis record that is not wholly stored, if there is one
     * @throws IllegalArgumentException if a record is none of a Kinesis mapping
     * @throws IllegalStateException if it could not be told in time what became of all; the event has failed as a whole
     */
    public StreamsEventResponse forward(KinesisEvent event, Context context) {
        if (producer == null) {
            producer = start();
        }
        Producer current = producer;
        long nanos = Duration.ofMillis(context.getRemainingTimeInMillis())
                .minus(settings.reserve())
                .toNanos();
        Forwarding forwarding = new Forwarding(current, settings, System.nanoTime() + Math.max(0, nanos));
        boolean drained = false;
        try {
            forwarding.put(event);
            drained = forwarding.await();
        } finally {
            if (!drained) {
                producer = null;
                current.close(Duration.ZERO);
            }
        }
        if (!drained && !current.outstanding().isEmpty()) {
            throw new IllegalStateException("records of the event are neither stored nor given up: "
                    + current.outstanding() + " target=" + settings.stream());
        }
        ForwardingFailure failure = forwarding.failure();
        if (failure == null) {
            return new StreamsEventResponse(List.of());
        }
        context.getLogger().log("millrace: " + failure.describe(settings.stream()));
        return new StreamsEventResponse(List.of(new BatchItemFailure(failure.sequenceNumber())));
    }

    /** Ends its threads. What an invocation forwards at the moment fails. */
    @Override
    public void close() {
        if (producer != null) {
            producer.close(Duration.ZERO);
        }
        producer = null;
    }
}
