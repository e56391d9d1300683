package dev.millrace.local.metrics;

import dev.millrace.local.traffic.ApiTraffic;
import dev.millrace.local.traffic.OperationTraffic;
import java.util.Map;

/** The families about calls of the API, by operation. */
final class RequestSamples {

    private static final int MICROS = 6;
    private static final int NANOS = 9;

    private final Map<String, OperationTraffic.Counts> operations;

    RequestSamples(ApiTraffic traffic) {
        this.operations = traffic.counts();
    }

    void write(Exposition out) {
        out.family("millrace_request_errors_total", "counter", "Calls that were answered by an error.");
        operations.forEach((operation, counts) -> {
            Labels labels = Labels.NONE.with("operation", operation);
            counts.errors()
                    .forEach((error, count) ->
                            out.sample("millrace_request_errors_total", labels.with("error", error), count));
        });
        out.family(
                "millrace_request_seconds", "histogram", "From a whole request to its answer, injected delays aside.");
        operations.forEach((operation, counts) -> histogram(out, Labels.NONE.with("operation", operation), counts));
    }

    private static void histogram(Exposition out, Labels labels, OperationTraffic.Counts counts) {
        long[] bounds = OperationTraffic.boundsMicros();
        for (int i = 0; i < bounds.length; i++) {
            Labels bucket = labels.with("le", Exposition.decimal(bounds[i], MICROS));
            out.sample("millrace_request_seconds_bucket", bucket, counts.cumulative()[i]);
        }
        out.sample("millrace_request_seconds_bucket", labels.with("le", "+Inf"), counts.count());
        out.sample("millrace_request_seconds_sum", labels, counts.nanosSum(), NANOS);
        out.sample("millrace_request_seconds_count", labels, counts.count());
    }
}
