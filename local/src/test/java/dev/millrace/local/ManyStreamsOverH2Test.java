package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/** Many large requests at once on the one connection of a default async client; see {@link BodiesOverH2Test}. */
class ManyStreamsOverH2Test {

    private static final int REQUESTS = 100;
    private static final int RECORDS_EACH = 8;
    private static final int RECORD_LENGTH = 10_000;
    private static final long LIMIT_SECONDS = 30;

    @Test
    void aHundredLargePutsAtOnceAreAnswered() throws Exception {
        List<PutRecordsRequestEntry> records = new ArrayList<>();
        for (int i = 0; i < RECORDS_EACH; i++) {
            records.add(PutRecordsRequestEntry.builder()
                    .partitionKey("key-" + i)
                    .data(SdkBytes.fromByteArray(new byte[RECORD_LENGTH]))
                    .build());
        }
        try (LocalKinesis kinesis = LocalKinesis.start();
                KinesisAsyncClient client = ClientForm.openAsync(kinesis.endpoint(), Region.US_EAST_1, "any")) {
            client.createStream(request -> request.streamName("orders").shardCount(4))
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS);
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
            List<CompletableFuture<PutRecordsResponse>> puts = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                puts.add(client.putRecords(
                        request -> request.streamName("orders").records(records)));
            }
            for (CompletableFuture<PutRecordsResponse> put : puts) {
                PutRecordsResponse response = put.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                assertThat(response.records()).hasSize(RECORDS_EACH);
                assertThat(response.failedRecordCount()).isZero();
            }
        }
    }
}
