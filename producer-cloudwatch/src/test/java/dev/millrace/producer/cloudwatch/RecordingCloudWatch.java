package dev.millrace.producer.cloudwatch;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;

/** A CloudWatch that remembers what was uploaded, and refuses it on request. */
final class RecordingCloudWatch implements CloudWatchAsyncClient {

    final List<PutMetricDataRequest> requests = new CopyOnWriteArrayList<>();
    final List<MetricDatum> stored = new CopyOnWriteArrayList<>();
    volatile Supplier<CompletableFuture<PutMetricDataResponse>> answer = RecordingCloudWatch::done;

    static CompletableFuture<PutMetricDataResponse> done() {
        return CompletableFuture.completedFuture(PutMetricDataResponse.builder().build());
    }

    @Override
    public CompletableFuture<PutMetricDataResponse> putMetricData(PutMetricDataRequest request) {
        requests.add(request);
        CompletableFuture<PutMetricDataResponse> given = answer.get();
        if (given.isDone() && !given.isCompletedExceptionally()) {
            stored.addAll(request.metricData());
        }
        return given;
    }

    /** What was stored under this name with just these dimensions, as {@code Name=value} in their order. */
    List<MetricDatum> of(String metricName, String... dimensions) {
        return stored.stream()
                .filter(datum -> datum.metricName().equals(metricName))
                .filter(datum -> names(datum).equals(List.of(dimensions)))
                .toList();
    }

    double sum(String metricName, String... dimensions) {
        return of(metricName, dimensions).stream()
                .mapToDouble(datum -> datum.statisticValues().sum())
                .sum();
    }

    double count(String metricName, String... dimensions) {
        return of(metricName, dimensions).stream()
                .mapToDouble(datum -> datum.statisticValues().sampleCount())
                .sum();
    }

    /** How many different metrics there are of each name. */
    Map<String, Integer> metrics() {
        return stored.stream()
                .collect(Collectors.groupingBy(
                        MetricDatum::metricName,
                        Collectors.collectingAndThen(
                                Collectors.mapping(RecordingCloudWatch::names, Collectors.toSet()),
                                names -> names.size())));
    }

    private static List<String> names(MetricDatum datum) {
        return datum.dimensions().stream()
                .map((Dimension dimension) -> dimension.name() + "=" + dimension.value())
                .toList();
    }

    @Override
    public String serviceName() {
        return "monitoring";
    }

    @Override
    public void close() {}
}
