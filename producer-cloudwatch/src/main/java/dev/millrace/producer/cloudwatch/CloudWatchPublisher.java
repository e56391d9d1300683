package dev.millrace.producer.cloudwatch;

import dev.millrace.producer.AttemptEvent;
import dev.millrace.producer.DeliveryEvent;
import dev.millrace.producer.ProducerListener;
import dev.millrace.producer.RequestEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;

/*
 * Threads: events are counted on the producer's threads, which do nothing but add; one thread of the publisher's own
 * looks what is pending and uploads. While an upload waits, pending records are not looked at.
 *
 * Memory: values since the last upload, one statistic for each metric, at most as many as set; and values that could
 * not be uploaded, at most as many as set.
 *
 * Failure: whatever goes wrong with CloudWatch is logged once until it is over. The producer does not notice.
 */
/**
 * Publishes a producer's metrics to CloudWatch under the KPL's names, so that dashboards and alarms made for the KPL
 * go on. {@code docs/metrics.md} says what each means, and where the KPL counts otherwise.
 *
 * <pre>{@code
 * try (CloudWatchPublisher publisher = CloudWatchPublisher.builder(cloudWatch).build();
 *         Producer producer = Producer.builder(kinesis).listener(publisher).build()) {
 * }
 * }</pre>
 *
 * <p>One publisher may listen to several producers. It is closed after them, so that their last values are uploaded.
 */
public final class CloudWatchPublisher implements ProducerListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CloudWatchPublisher.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
    private static final long SAMPLE_MILLIS = 200;

    private final EventCounts counts;
    private final MetricStore store;
    private final Uploads uploads;
    private final Clock clock;
    private final Duration requestTimeout;
    private final boolean active;
    private final ScheduledExecutorService executor;
    private boolean closed;

    CloudWatchPublisher(CloudWatchPublisherBuilder settings, Clock clock) {
        this.clock = clock;
        this.requestTimeout = settings.requestTimeout;
        this.active = settings.level != MetricsLevel.NONE;
        this.store = new MetricStore(
                settings.level, new DimensionChain(settings.granularity, settings.dimensions), settings.maxSeries);
        this.counts = new EventCounts(store);
        this.uploads = new Uploads(settings.client, settings.namespace, settings.maxKept);
        this.executor = Executors.newSingleThreadScheduledExecutor(CloudWatchPublisher::daemon);
        if (active) {
            long interval = settings.uploadInterval.toMillis();
            ScheduledFuture<?> unused = executor.scheduleWithFixedDelay(
                    () -> guarded(counts::samplePending), SAMPLE_MILLIS, SAMPLE_MILLIS, TimeUnit.MILLISECONDS);
            ScheduledFuture<?> unusedToo = executor.scheduleWithFixedDelay(
                    () -> guarded(this::upload), interval, interval, TimeUnit.MILLISECONDS);
        }
    }

    /** One that uploads with this client, which stays its owner's to close, after the publisher. */
    public static CloudWatchPublisherBuilder builder(CloudWatchAsyncClient client) {
        return new CloudWatchPublisherBuilder(client);
    }

    @Override
    public void userRecordAccepted(String stream, int dataBytes) {
        if (active) {
            counts.userRecordAccepted(stream, dataBytes);
        }
    }

    @Override
    public void requestEnded(RequestEvent event) {
        if (active) {
            counts.requestEnded(event);
        }
    }

    @Override
    public void attemptEnded(AttemptEvent event) {
        if (active) {
            counts.attemptEnded(event);
        }
    }

    @Override
    public void deliveryEnded(DeliveryEvent event) {
        if (active) {
            counts.deliveryEnded(event);
        }
    }

    /** Uploads what there is, on the publisher's own thread. */
    private void upload() {
        counts.countReceived();
        try {
            uploads.send(store.drain(clock.instant()), requestTimeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.warn("publisher of metrics failed, and goes on", e);
        }
    }

    /** Closes as {@link #close(Duration)} does, with ten seconds. */
    @Override
    public void close() {
        close(CLOSE_TIMEOUT);
    }

    /** Uploads what there is once more, waits for that at most so long, and ends. Further calls do nothing. */
    public synchronized void close(Duration timeout) {
        if (closed) {
            return;
        }
        closed = true;
        if (active) {
            executor.execute(() -> guarded(counts::samplePending));
            executor.execute(() -> guarded(this::upload));
        }
        end(executor, timeout);
    }

    private static void end(ExecutorService executor, Duration timeout) {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("last metrics were not uploaded in time: timeout={}", timeout);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        executor.shutdownNow();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "millrace-producer-cloudwatch");
        thread.setDaemon(true);
        return thread;
    }
}
