package dev.millrace.local.metrics;

import dev.millrace.local.stream.Stream;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.subscription.Subscriptions;
import dev.millrace.local.traffic.ApiTraffic;
import java.util.List;

/**
 * Everything that Prometheus is told, put together anew for each scrape. Counters begin at zero with the service, or
 * with the stream. Safe for use by many threads.
 */
public final class Metrics {

    public static final String PATH = "/metrics";
    public static final String CONTENT_TYPE = Exposition.CONTENT_TYPE;

    private final Streams streams;
    private final Subscriptions subscriptions;
    private final ApiTraffic traffic;

    public Metrics(Streams streams, Subscriptions subscriptions, ApiTraffic traffic) {
        this.streams = streams;
        this.subscriptions = subscriptions;
        this.traffic = traffic;
    }

    /** A scrape's answer; how many connections are open, only the server knows. */
    public String text(int openConnections) {
        Exposition out = new Exposition();
        long now = streams.clock().millis();
        List<Stream> all = streams.all();
        new StreamSamples(all, now).write(out);
        new ShardSamples(all, now).write(out);
        new RequestSamples(traffic).write(out);
        gauge(out, "millrace_streams", "Streams of all accounts and regions.", all.size());
        gauge(out, "millrace_subscriptions", "Open subscriptions of SubscribeToShard.", subscriptions.count());
        gauge(out, "millrace_connections", "Open connections, the scrape's own too.", openConnections);
        Runtime runtime = Runtime.getRuntime();
        long used = runtime.totalMemory() - runtime.freeMemory();
        gauge(out, "millrace_heap_used_bytes", "Heap of the JVM in use, garbage included.", used);
        gauge(out, "millrace_heap_max_bytes", "Most heap that the JVM may use.", runtime.maxMemory());
        return out.text();
    }

    private static void gauge(Exposition out, String name, String help, long value) {
        out.family(name, "gauge", help);
        out.sample(name, Labels.NONE, value);
    }
}
