package dev.millrace.firehose.transformation;

import dev.millrace.lambda.firehose.FirehoseEvent;
import dev.millrace.lambda.firehose.FirehoseResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Invokes a function for records until there is an outcome for each, by Firehose's rules. Safe for many threads. */
public final class Invocations {

    private static final Logger LOG = LoggerFactory.getLogger(Invocations.class);

    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;

    /** Waits between attempts. */
    @FunctionalInterface
    interface Pause {

        /** Returns whether to give up since all ends. */
        boolean await(Duration pause) throws InterruptedException;
    }

    private final Transformation transformation;
    private final TransformationSettings settings;
    private final EventSource source;
    private final Clock clock;
    private final InvocationThreads threads = new InvocationThreads();
    private final Pause pause;

    public Invocations(
            Transformation transformation, TransformationSettings settings, EventSource source, Clock clock) {
        this.transformation = transformation;
        this.settings = settings;
        this.source = source;
        this.clock = clock;
        this.pause = threads::awaitGivenUp;
    }

    Invocations(
            Transformation transformation,
            TransformationSettings settings,
            EventSource source,
            Clock clock,
            Pause pause) {
        this.transformation = transformation;
        this.settings = settings;
        this.source = source;
        this.clock = clock;
        this.pause = pause;
    }

    /** Puts records together that are one invocation, in their order. */
    public List<List<SourceRecord>> split(List<SourceRecord> records) {
        return InvocationSize.split(records, settings.bufferBytes());
    }

    /**
     * Invokes the function, again if that is worth it.
     *
     * @param records of one invocation
     * @return what became of each, in their order
     * @throws IllegalStateException if all ends before there is an outcome
     */
    public List<Outcome> invoke(List<SourceRecord> records) throws InterruptedException {
        if (records.size() == 1 && !InvocationSize.fits(records.get(0))) {
            return List.of(new Outcome.Failed(
                    FailureCode.REQUEST_TOO_LARGE,
                    "record too large for an invocation: bytes="
                            + records.get(0).data().remaining() + " (a request in JSON has at most "
                            + InvocationSize.MOST_REQUEST_BYTES + ")",
                    0,
                    clock.instant()));
        }
        String invocationId = UUID.randomUUID().toString();
        List<String> recordIds = IntStream.range(0, records.size())
                .mapToObj(index -> EventSource.recordId(invocationId, index))
                .toList();
        long pauseMillis = FIRST_PAUSE_MILLIS;
        for (int attempt = 1; ; attempt++) {
            try {
                // Made anew, since functions may move or change what they get.
                FirehoseEvent event = event(invocationId, records);
                FirehoseResponse response = threads.run(() -> transformation.invoke(event, settings.timeout()));
                return ResponseCheck.outcomes(recordIds, response, attempt, clock.instant());
            } catch (CancellationException e) {
                throw givenUp(e);
            } catch (TransformationException e) {
                if (threads.isGivenUp()) {
                    throw givenUp(e);
                }
                if (!e.retriable() || attempt > settings.retries()) {
                    return failed(records.size(), e, attempt);
                }
            }
            if (pause.await(Duration.ofMillis(pauseMillis))) {
                throw givenUp(null);
            }
            pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, 2 * pauseMillis);
        }
    }

    private IllegalStateException givenUp(@Nullable Exception cause) {
        return new IllegalStateException(
                "delivery stream is closed amid an invocation: function=" + transformation.functionArn(), cause);
    }

    /** Gives up what is being invoked, for good: there is no outcome for its records. Closes the function. */
    public void giveUp() {
        threads.giveUp();
        try {
            transformation.close();
        } finally {
            threads.cancel();
        }
    }

    FirehoseEvent event(String invocationId, List<SourceRecord> records) {
        return source.event(invocationId, records);
    }

    private List<Outcome> failed(int count, TransformationException e, int attempts) {
        LOG.warn(
                "transformation failed: function={} records={} attempts={} code={}",
                transformation.functionArn(),
                count,
                attempts,
                e.code());
        return Collections.nCopies(
                count, new Outcome.Failed(e.code(), String.valueOf(e.getMessage()), attempts, clock.instant()));
    }
}
