package dev.millrace.kcl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.processor.StartPosition;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.kinesis.model.Consumer;
import software.amazon.kinesis.common.InitialPositionInStream;
import software.amazon.kinesis.lifecycle.LifecycleConfig;

/** Where an application begins, and that it still begins there if it stops before its first checkpoint. */
@Timeout(120)
@ExtendWith(Services.Extension.class)
final class StartPositionTest {

    @Test
    void libraryAloneSkipsWhatComesBeforeItsFirstCheckpointWithLatest(Services services) {
        String stream = services.newStream(1);
        BareProcessor first = new BareProcessor();
        try (BareKcl bare = latest(services, stream, first)) {
            Await.until("a shard", () -> !first.shards().isEmpty());
            assertThat(bare.death()).isNull();
        }
        services.put(stream, "missed");
        BareProcessor second = new BareProcessor();
        try (BareKcl bare = latest(services, stream, second)) {
            Await.until("a shard", () -> !second.shards().isEmpty());
            assertThat(Await.within(Duration.ofSeconds(10), () -> {
                        services.put(stream, "later");
                        return second.texts().contains("later");
                    }))
                    .isTrue();
            assertThat(bare.death()).isNull();
        }
        assertThat(second.texts()).doesNotContain("missed");
    }

    private static BareKcl latest(Services services, String stream, BareProcessor processor) {
        return BareKcl.start(
                services, stream, InitialPositionInStream.LATEST, new LifecycleConfig(), BareKcl.each(processor));
    }

    @Test
    void latestStaysTheMomentOfTheFirstStart(Services services) {
        assertGoesOn(services, StartPosition.latest());
    }

    @Test
    void timestampStaysThoughTheWorkerIsStartedWithAnother(Services services) {
        assertGoesOn(services, StartPosition.atTimestamp(Instant.now()));
    }

    private static void assertGoesOn(Services services, StartPosition start) {
        String stream = services.newStream(1);
        services.put(stream, "before");
        // The service's clock has to move on.
        Instant put = Instant.now();
        Await.until("the clock", () -> Instant.now().isAfter(put.plusMillis(1100)));
        StartPosition position =
                start instanceof StartPosition.AtTimestamp ? StartPosition.atTimestamp(Instant.now()) : start;
        Recorder first = new Recorder();
        try (KclWorker worker = services.worker(stream, position, first).build()) {
            worker.start();
            Await.until("a shard", () -> !first.events().isEmpty());
        }
        services.put(stream, "missed by the library");
        Recorder second = new Recorder();
        StartPosition another =
                start instanceof StartPosition.AtTimestamp ? StartPosition.atTimestamp(Instant.now()) : start;
        try (KclWorker worker = services.worker(stream, another, second).build()) {
            worker.start();
            Await.until("the record", () -> !second.texts().isEmpty());
        }
        assertThat(first.texts()).isEmpty();
        assertThat(second.texts()).containsExactly("missed by the library");
    }

    @Test
    void childrenAreReadFromTheirBeginning(Services services) {
        String stream = services.newStream(1);
        Recorder first = new Recorder();
        try (KclWorker worker =
                services.worker(stream, StartPosition.latest(), first).build()) {
            worker.start();
            Await.until("a shard", () -> !first.events().isEmpty());
        }
        services.put(stream, "parent");
        services.split(stream);
        services.put(stream, "child");
        Recorder second = new Recorder();
        try (KclWorker worker =
                services.worker(stream, StartPosition.latest(), second).build()) {
            worker.start();
            Await.until("both records", () -> second.texts().size() == 2);
        }
        assertThat(second.texts()).containsExactly("parent", "child");
    }

    @Test
    void recordsArePushedToARegisteredConsumer(Services services) {
        String stream = services.newStream(2);
        services.put(stream, "first");
        Recorder recorder = new Recorder();
        try (KclWorker worker =
                services.worker(stream, recorder).fanOut("pushed").build()) {
            worker.start();
            Await.until("a record", () -> recorder.texts().contains("first"));
            services.put(stream, "second");
            Await.until("another", () -> recorder.texts().contains("second"));
        }
        String arn = new StreamDirectory(services.kinesis()).find(stream).arn().toString();
        assertThat(services.kinesis()
                        .listStreamConsumers(request -> request.streamARN(arn))
                        .join()
                        .consumers())
                .extracting(Consumer::consumerName)
                .containsExactly("pushed");
    }
}
