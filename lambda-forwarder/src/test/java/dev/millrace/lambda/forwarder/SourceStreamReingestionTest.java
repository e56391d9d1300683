package dev.millrace.lambda.forwarder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.lambda.firehose.FirehoseEvent;
import dev.millrace.lambda.firehose.FirehoseEventRecord;
import dev.millrace.lambda.firehose.FirehoseOptions;
import dev.millrace.lambda.firehose.FirehoseResponse;
import dev.millrace.lambda.firehose.FirehoseResponseRecord;
import dev.millrace.lambda.firehose.FirehoseSourceMetadata;
import dev.millrace.lambda.firehose.FirehoseTransformation;
import dev.millrace.lambda.firehose.OverBudget;
import dev.millrace.lambda.firehose.Transformed;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SourceStreamReingestionTest {

    private static FirehoseEvent event(String... texts) {
        FirehoseEvent event = new FirehoseEvent();
        event.setSourceKinesisStreamArn("source");
        List<FirehoseEventRecord> records = new ArrayList<>();
        for (String text : texts) {
            FirehoseSourceMetadata metadata = new FirehoseSourceMetadata();
            metadata.setPartitionKey("key-" + text);
            FirehoseEventRecord record = new FirehoseEventRecord();
            record.setRecordId("id-" + text);
            record.setData(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            record.setKinesisRecordMetadata(metadata);
            records.add(record);
        }
        event.setRecords(records);
        return event;
    }

    private static List<String> results(Streams streams, FirehoseEvent event) {
        SourceStreamReingestion reingestion = new SourceStreamReingestion(streams.client(), Duration.ofSeconds(20));
        FirehoseResponse response = FirehoseTransformation.apply(
                event,
                FirehoseOptions.defaults().maxResponseBytes(1_500).overBudget(OverBudget.reingest(reingestion)),
                null,
                record -> Transformed.ok(record.text().repeat(600)));
        List<FirehoseResponseRecord> records = response.getRecords();
        return records == null
                ? List.of()
                : records.stream()
                        .map(record -> record.getRecordId() + ":" + record.getResult())
                        .toList();
    }

    @Test
    void whatDoesNotFitComesBackFromTheSourceStream() {
        try (Streams streams = new Streams()) {
            streams.create("source", 1);

            assertThat(results(streams, event("a", "b", "c")))
                    .containsExactly("id-a:Ok", "id-b:Dropped", "id-c:Dropped");
            assertThat(Stored.all(streams, "source"))
                    .extracting(stored -> stored.partitionKey() + "=" + stored.text())
                    .containsExactlyInAnyOrder("key-b=b", "key-c=c");
        }
    }

    @Test
    void whatCannotBePutBackFails() {
        try (Streams streams = new Streams()) {
            FirehoseEvent directPut = event("a", "b");
            directPut.setSourceKinesisStreamArn(null);

            assertThat(results(streams, directPut)).containsExactly("id-a:Ok", "id-b:ProcessingFailed");
            assertThat(results(streams, event("a", "b"))).containsExactly("id-a:Ok", "id-b:ProcessingFailed");
        }
    }
}
