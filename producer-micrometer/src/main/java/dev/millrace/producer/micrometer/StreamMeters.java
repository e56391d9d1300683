package dev.millrace.producer.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The meters of one stream. Those without further tags are at hand, the others are looked up by their tags. */
final class StreamMeters {

    static final String PREFIX = "millrace.producer.";

    final Counter accepted;
    final Counter acceptedBytes;
    final Timer buffering;
    final DistributionSummary retries;
    final DistributionSummary userRecordsPerKinesisRecord;
    final DistributionSummary kinesisRecordsPerRequest;
    final DistributionSummary userRecordsPerRequest;

    private final MeterRegistry registry;
    private final Tags tags;
    private final Map<Tags, Timer> requests = new ConcurrentHashMap<>();
    private final Map<Tags, Counter> attempts = new ConcurrentHashMap<>();
    private final Map<Tags, Counter> storedBytes = new ConcurrentHashMap<>();
    private final Map<Tags, Counter> ended = new ConcurrentHashMap<>();
    private final Map<Tags, Counter> dataBytes = new ConcurrentHashMap<>();
    private final Map<Tags, Timer> deliveries = new ConcurrentHashMap<>();

    StreamMeters(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
        this.accepted = counter("user.records.accepted", "user records that were accepted", "")
                .apply(Tags.empty());
        this.acceptedBytes = counter("user.records.accepted.bytes", "data of accepted user records", "bytes")
                .apply(Tags.empty());
        this.buffering = timer("buffering", "from the acceptance of the oldest user record to the first sending")
                .apply(Tags.empty());
        this.retries = summary("retries", "further tries of a user record that has ended");
        this.userRecordsPerKinesisRecord = summary("user.records.per.kinesis.record", "user records in what is sent");
        this.kinesisRecordsPerRequest = summary("kinesis.records.per.request", "entries of a PutRecords request");
        this.userRecordsPerRequest = summary("user.records.per.request", "user records in a PutRecords request");
    }

    Timer request(Tags further) {
        return requests.computeIfAbsent(further, timer("request", "from the sending of PutRecords to the answer"));
    }

    Counter attempts(Tags further) {
        return attempts.computeIfAbsent(
                further, counter("kinesis.record.attempts", "tries to store a Kinesis record", ""));
    }

    Counter storedBytes(Tags further) {
        return storedBytes.computeIfAbsent(
                further,
                counter("kinesis.records.stored.bytes", "payloads and keys of stored Kinesis records", "bytes"));
    }

    Counter ended(Tags further) {
        return ended.computeIfAbsent(
                further, counter("user.records.ended", "user records that are stored or have failed", ""));
    }

    Counter dataBytes(Tags further) {
        return dataBytes.computeIfAbsent(
                further, counter("user.records.stored.bytes", "data of stored user records", "bytes"));
    }

    Timer delivery(Tags further) {
        return deliveries.computeIfAbsent(
                further, timer("delivery", "from the acceptance of the oldest user record to the end"));
    }

    private Function<Tags, Counter> counter(String name, String description, String unit) {
        return further -> Counter.builder(PREFIX + name)
                .description(description)
                .baseUnit(unit.isEmpty() ? null : unit)
                .tags(tags.and(further))
                .register(registry);
    }

    private Function<Tags, Timer> timer(String name, String description) {
        return further -> Timer.builder(PREFIX + name)
                .description(description)
                .tags(tags.and(further))
                .register(registry);
    }

    private DistributionSummary summary(String name, String description) {
        return DistributionSummary.builder(PREFIX + name)
                .description(description)
                .tags(tags)
                .register(registry);
    }
}
