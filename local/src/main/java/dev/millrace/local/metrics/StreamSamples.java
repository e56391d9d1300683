package dev.millrace.local.metrics;

import dev.millrace.local.stream.Stream;
import dev.millrace.local.stream.StreamTotals;
import dev.millrace.local.traffic.TrafficCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** The families about whole streams. Every stream has its samples, however many shards it has. */
final class StreamSamples {

    private record Sampled(Labels labels, StreamTotals totals) {}

    private final List<Sampled> streams = new ArrayList<>();

    StreamSamples(List<Stream> streams, long nowMillis) {
        for (Stream stream : streams) {
            this.streams.add(new Sampled(labels(stream), StreamTotals.of(stream, nowMillis)));
        }
    }

    static Labels labels(Stream stream) {
        return Labels.NONE
                .with("account", stream.name().account().id())
                .with("region", stream.name().account().region())
                .with("stream", stream.name().name());
    }

    void write(Exposition out) {
        gauge(out, "millrace_open_shards", "Open shards.", StreamTotals::openShards);
        gauge(out, "millrace_stored_records", "Kinesis records kept.", StreamTotals::storedRecords);
        gauge(out, "millrace_stored_bytes", "Bytes of payloads and partition keys kept.", StreamTotals::storedBytes);
        counter(out, "millrace_records_in_total", "Kinesis records stored.", TrafficCounts::recordsIn);
        counter(out, "millrace_bytes_in_total", "Bytes of payloads and keys stored.", TrafficCounts::bytesIn);
        counter(out, "millrace_records_out_total", "Kinesis records given to readers.", TrafficCounts::recordsOut);
        counter(out, "millrace_bytes_out_total", "Bytes given to readers.", TrafficCounts::bytesOut);
        counter(out, "millrace_reads_total", "Calls of GetRecords answered.", TrafficCounts::reads);
        counter(out, "millrace_throttled_total", "Records and reads throttled.", TrafficCounts::throttles);
        out.family(
                "millrace_iterator_age_seconds",
                "gauge",
                "How far the slowest read of the last seconds was behind. Absent without reads.");
        for (Sampled stream : streams) {
            long millis = stream.totals.traffic().iteratorAgeMillis();
            if (millis >= 0) {
                out.sample("millrace_iterator_age_seconds", stream.labels, millis, 3);
            }
        }
    }

    private void gauge(Exposition out, String name, String help, ToLongFunction<StreamTotals> value) {
        out.family(name, "gauge", help);
        streams.forEach(stream -> out.sample(name, stream.labels, value.applyAsLong(stream.totals)));
    }

    private void counter(Exposition out, String name, String help, ToLongFunction<TrafficCounts> value) {
        out.family(name, "counter", help);
        streams.forEach(stream -> out.sample(name, stream.labels, value.applyAsLong(stream.totals.traffic())));
    }
}
