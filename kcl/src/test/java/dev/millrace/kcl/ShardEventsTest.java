package dev.millrace.kcl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.StopReason;
import dev.millrace.processor.WorkerListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A shard that is told to have started is told to have stopped, so that whoever counts them does not count for ever. */
@Timeout(120)
@ExtendWith(Services.Extension.class)
final class ShardEventsTest {

    private final List<String> events = new CopyOnWriteArrayList<>();

    private final WorkerListener listener = new WorkerListener() {
        @Override
        public void shardStarted(String stream, String shardId, ExtendedSequenceNumber checkpoint) {
            events.add("started");
        }

        @Override
        public void shardStopped(String stream, String shardId, StopReason reason) {
            events.add("stopped: " + reason);
        }
    };

    @Test
    void shardWhoseProcessorCannotBeMadeHasStopped(Services services) {
        String stream = services.newStream(1);
        KclWorkerBuilder builder = services.worker(stream, () -> {
                    throw new IllegalStateException("no processor");
                })
                .listener(listener);
        try (KclWorker worker = builder.build()) {
            worker.start();
            Await.until("the shard has stopped", () -> events.size() == 2);
        }
        assertThat(events).containsExactly("started", "stopped: " + StopReason.FAILURE);
    }

    @Test
    void shardWhoseProcessorIsNeverInitializedStopsWithTheWorker(Services services) {
        String stream = services.newStream(1);
        Recorder recorder = new Recorder().onInitialize(input -> {
            throw new IllegalStateException("not now");
        });
        try (KclWorker worker =
                services.worker(stream, recorder).listener(listener).build()) {
            worker.start();
            Await.until("the shard has started", () -> !events.isEmpty());
            assertThat(worker.close(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(events).containsExactly("started", "stopped: " + StopReason.SHUTDOWN);
    }
}
