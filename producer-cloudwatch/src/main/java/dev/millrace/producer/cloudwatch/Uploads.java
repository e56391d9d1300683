package dev.millrace.producer.cloudwatch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;

/**
 * Sends values to CloudWatch, in requests within its limits. What could not be sent is kept and goes first the next
 * time, with the time that it is of; beyond the largest number the oldest is given up. Used by one thread.
 */
final class Uploads {

    /** CloudWatch's limit for a request. */
    static final int MAX_COUNT = 1_000;

    /** Well below CloudWatch's limit for a request of 1 MB, in bytes as estimated. */
    static final int MAX_BYTES = 500_000;

    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);

    /** A datum without names and dimensions, in bytes and generously. */
    private static final int DATUM_BYTES = 200;

    private static final int DIMENSION_BYTES = 20;
    private static final int BAD_REQUEST = 400;

    private static final Set<String> INVALID_CODES = Set.of(
            "InvalidParameterValue",
            "InvalidParameterCombination",
            "MissingRequiredParameterException",
            "MissingParameter",
            "InvalidParameterValueException",
            "InvalidParameterCombinationException",
            "ValidationError",
            "ValidationException");

    private final CloudWatchAsyncClient client;
    private final String namespace;
    private final int maxKept;
    private final Deque<MetricDatum> waiting = new ArrayDeque<>();
    private boolean failing;

    Uploads(CloudWatchAsyncClient client, String namespace, int maxKept) {
        this.client = client;
        this.namespace = namespace;
        this.maxKept = maxKept;
    }

    /** How many values wait for the next time. */
    int kept() {
        return waiting.size();
    }

    /**
     * Sends what was kept and these values, until it is done or a request fails.
     *
     * @param timeout for each request
     */
    void send(List<MetricDatum> data, Duration timeout) throws InterruptedException {
        waiting.addAll(data);
        boolean going = true;
        while (going && !waiting.isEmpty()) {
            List<MetricDatum> batch = batch();
            Throwable failure = failureOf(batch, timeout);
            going = failure == null || isInvalid(failure);
            if (going) {
                batch.forEach(sent -> waiting.remove());
            }
            tell(failure, going, batch.size());
        }
        giveUpOldest();
    }

    private @Nullable Throwable failureOf(List<MetricDatum> batch, Duration timeout) throws InterruptedException {
        PutMetricDataRequest request = PutMetricDataRequest.builder()
                .namespace(namespace)
                .metricData(batch)
                .build();
        try {
            client.putMetricData(request).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return null;
        } catch (ExecutionException e) {
            return e.getCause() == null ? e : e.getCause();
        } catch (TimeoutException | RuntimeException e) {
            return e;
        }
    }

    /** The same request will never be taken, so its values would keep all others back. */
    private static boolean isInvalid(Throwable failure) {
        return failure instanceof AwsServiceException answer
                && answer.statusCode() == BAD_REQUEST
                && answer.awsErrorDetails() != null
                && INVALID_CODES.contains(
                        String.valueOf(answer.awsErrorDetails().errorCode()));
    }

    private void tell(@Nullable Throwable failure, boolean going, int count) {
        if (failure == null && failing) {
            failing = false;
            LOG.info("metrics are uploaded again: namespace={}", namespace);
        } else if (failure != null && going) {
            LOG.warn("metrics are refused for good and left out: namespace={} values={}", namespace, count, failure);
        } else if (failure != null && !failing) {
            failing = true;
            LOG.warn("metrics are not uploaded, and kept for the next time: namespace={}", namespace, failure);
        }
    }

    private void giveUpOldest() {
        int surplus = waiting.size() - maxKept;
        for (int i = 0; i < surplus; i++) {
            waiting.remove();
        }
        if (surplus > 0) {
            LOG.warn("metrics are lost, too many wait: namespace={} values={} (max {})", namespace, surplus, maxKept);
        }
    }

    /** The first values that fit into a request; they stay where they are. */
    private List<MetricDatum> batch() {
        List<MetricDatum> batch = new ArrayList<>();
        long bytes = 0;
        for (MetricDatum datum : waiting) {
            bytes += bytes(datum);
            if (batch.size() == MAX_COUNT || (bytes > MAX_BYTES && !batch.isEmpty())) {
                break;
            }
            batch.add(datum);
        }
        return batch;
    }

    private static long bytes(MetricDatum datum) {
        long bytes = (long) DATUM_BYTES + datum.metricName().length();
        for (Dimension dimension : datum.dimensions()) {
            bytes += DIMENSION_BYTES
                    + 3L * (dimension.name().length() + dimension.value().length());
        }
        return bytes;
    }
}
