package dev.millrace.local;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/** What a subscriber is given. */
final class Events {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final List<SubscribeToShardEvent> events = new CopyOnWriteArrayList<>();
    private volatile boolean responded;
    private volatile CompletableFuture<Void> end = new CompletableFuture<>();

    static Events subscribe(KinesisAsyncClient client, String consumerArn, String shardId, StartingPosition from) {
        Events events = new Events();
        SubscribeToShardResponseHandler handler = SubscribeToShardResponseHandler.builder()
                .onResponse(response -> events.responded = true)
                .subscriber(SubscribeToShardResponseHandler.Visitor.builder()
                        .onSubscribeToShardEvent(events.events::add)
                        .build())
                .build();
        events.end = client.subscribeToShard(
                request -> request.consumerARN(consumerArn).shardId(shardId).startingPosition(from), handler);
        return events;
    }

    List<SubscribeToShardEvent> all() {
        return events;
    }

    SubscribeToShardEvent last() {
        return events.get(events.size() - 1);
    }

    SubscribeToShardEvent lastWithRecords() {
        return events.stream()
                .filter(event -> !event.records().isEmpty())
                .reduce((before, event) -> event)
                .orElseThrow();
    }

    boolean responded() {
        return responded;
    }

    List<String> texts() {
        return events.stream()
                .flatMap(event -> event.records().stream())
                .map(record -> record.data().asUtf8String())
                .toList();
    }

    void awaitResponse() {
        awaitTrue(() -> responded);
    }

    void awaitEvents(int count) {
        awaitTrue(() -> events.size() >= count);
    }

    void awaitRecords(int count) {
        awaitTrue(
                () -> events.stream().mapToInt(event -> event.records().size()).sum() >= count);
    }

    /** Fails with what the subscription failed with. */
    void awaitEnd() {
        try {
            end.orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS).join();
        } catch (RuntimeException e) {
            if (e.getCause() instanceof TimeoutException) {
                throw new AssertionError("the subscription does not end", e);
            }
            throw e;
        }
    }

    void awaitTrue(BooleanSupplier condition) {
        long limit = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > limit) {
                throw new AssertionError("waited in vain: events=" + events.size() + " records="
                        + events.stream()
                                .mapToInt(event -> event.records().size())
                                .sum());
            }
            LockSupport.parkNanos(50_000);
        }
    }
}
