package dev.millrace.kcl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.StartPosition;
import dev.millrace.processor.WorkerListener;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@Timeout(120)
@ExtendWith(Services.Extension.class)
final class ManyStreamsTest {

    @Test
    void oneWorkerReadsManyStreamsThroughReshards(Services services) {
        String one = services.newStream(1);
        String two = services.newStream(1);
        services.put(one, "of one");
        services.put(two, "of two");
        List<String> batches = new CopyOnWriteArrayList<>();
        Recorder recorder = new Recorder();
        String application = services.newName();
        KclWorkerBuilder builder =
                services.application(application, recorder).stream(one, StartPosition.trimHorizon()).stream(
                                arn(services, two), StartPosition.trimHorizon())
                        .listener(new WorkerListener() {
                            @Override
                            public void shardStarted(String stream, String shardId, ExtendedSequenceNumber checkpoint) {
                                batches.add(stream);
                            }
                        });
        try (KclWorker worker = builder.build()) {
            worker.start();
            Await.until("both records", () -> recorder.texts().size() == 2);
            services.split(two);
            Await.until("children", () -> batches.size() == 4);
            services.put(two, "of a child");
            Await.until("a child's record", () -> recorder.texts().contains("of a child"));
        }
        assertThat(recorder.texts()).containsExactlyInAnyOrder("of one", "of two", "of a child");
        assertThat(batches).containsOnly(one, two);
        assertThat(services.leases(application))
                .hasSize(4)
                .extracting(ManyStreamsTest::keyParts)
                .contains(one + " shardId-000000000000", two + " shardId-000000000000", two + " shardId-000000000002");
    }

    @Test
    void oneStreamIsReadByItsArn(Services services) {
        String stream = services.newStream(1);
        services.put(stream, "first");
        Recorder recorder = new Recorder();
        KclWorkerBuilder builder =
                services.application(stream, recorder).stream(arn(services, stream), StartPosition.trimHorizon());
        try (KclWorker worker = builder.build()) {
            worker.start();
            Await.until("a record", () -> recorder.texts().contains("first"));
        }
        assertThat(services.leases(stream)).extracting(LeaseLayout::keyOf).containsExactly("shardId-000000000000");
    }

    private static String arn(Services services, String stream) {
        return new StreamDirectory(services.kinesis()).find(stream).arn().toString();
    }

    /** Stream and shard. */
    private static String keyParts(Map<String, AttributeValue> lease) {
        String[] parts = LeaseLayout.keyOf(lease).split(":", -1);
        return parts[1] + " " + parts[3];
    }
}
