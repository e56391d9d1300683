package dev.millrace.consumer.source;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEventStream;

/** The events of one subscription. At most one is asked for that has not come. Safe for many threads. */
final class ShardEvents implements Subscriber<SubscribeToShardEventStream> {

    private final PushedSource source;
    private @Nullable Subscription subscription;
    private boolean asked;
    private boolean waiting;
    private boolean cancelled;
    private boolean begun;
    private long lastNanos = System.nanoTime();

    ShardEvents(PushedSource source) {
        this.source = source;
    }

    void subscribeTo(SdkPublisher<SubscribeToShardEventStream> publisher) {
        publisher.subscribe(this);
    }

    @Override
    public void onSubscribe(Subscription given) {
        synchronized (this) {
            if (cancelled || subscription != null) {
                given.cancel();
                return;
            }
            subscription = given;
            begun = true;
            asked = true;
            lastNanos = System.nanoTime();
        }
        given.request(1);
    }

    @Override
    public void onNext(SubscribeToShardEventStream event) {
        long waited;
        synchronized (this) {
            asked = false;
            waited = System.nanoTime() - lastNanos;
            lastNanos = System.nanoTime();
        }
        if (event instanceof SubscribeToShardEvent records) {
            source.received(this, records, waited);
        } else {
            request();
        }
    }

    @Override
    public void onError(Throwable failure) {
        // The answer's future fails with the same.
    }

    @Override
    public void onComplete() {
        // The answer's future completes too.
    }

    /** Whether no event is asked for, nor will be. True once, until {@link #request}. */
    synchronized boolean wantsDemand() {
        boolean wants = subscription != null && !asked && !waiting && !cancelled;
        waiting |= wants;
        return wants;
    }

    /** Asks for an event. */
    void request() {
        Subscription given;
        synchronized (this) {
            given = cancelled ? null : subscription;
            waiting = false;
            asked = true;
            lastNanos = System.nanoTime();
        }
        if (given != null) {
            given.request(1);
        }
    }

    void cancel() {
        Subscription given;
        synchronized (this) {
            cancelled = true;
            given = subscription;
        }
        if (given != null) {
            given.cancel();
        }
    }

    /** Whether the service has answered at all. */
    synchronized boolean hasBegun() {
        return begun;
    }

    /** Whether an event was asked for this long ago, and none came. */
    synchronized boolean isSilentFor(long millis) {
        return (asked || subscription == null) && System.nanoTime() - lastNanos > millis * 1_000_000;
    }
}
