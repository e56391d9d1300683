package dev.millrace.local;

import static dev.millrace.local.StreamUnderTest.SHARD_0;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

@ParameterizedClass
@EnumSource(
        value = ClientForm.class,
        names = {"SYNC_JSON", "ASYNC_CBOR"})
class RecordSizeConformanceTest {

    private static final int MEBIBYTE = 1024 * 1024;
    private static final String ARN = "arn:aws:kinesis:eu-west-1:000000000000:stream/orders";

    private final StreamUnderTest stream;
    private final LocalKinesis kinesis = LocalKinesis.start();
    private final KinesisClient client;

    RecordSizeConformanceTest(ClientForm form) {
        this.client = form.open(kinesis.endpoint(), Region.EU_WEST_1);
        this.stream = StreamUnderTest.create(client, "orders", 1);
    }

    @AfterEach
    void close() {
        client.close();
        kinesis.close();
    }

    @Test
    void aStreamTakesRecordsOfTheSizeThatItWasGiven() {
        update(10_240);
        SdkBytes largest = bytes(10 * MEBIBYTE - 3);
        stream.put("key", largest);
        client.putRecords(request -> request.streamName("orders")
                .records(PutRecordsRequestEntry.builder()
                        .partitionKey("key")
                        .data(largest)
                        .build()));
        assertThat(tooLong(() -> stream.put("keys", largest))).endsWith("less than or equal to 10485760");
        assertThat(stream.fromStart(SHARD_0).records())
                .singleElement()
                .satisfies(record -> assertThat(record.data()).isEqualTo(largest));
    }

    @Test
    void aSmallerSizeHoldsForWhatComesAfterIt() {
        update(2_048);
        assertThat(size()).isEqualTo(2_048);
        stream.put("key", bytes(2 * MEBIBYTE - 3));
        update(1_024);
        assertThat(tooLong(() -> stream.put("key", bytes(MEBIBYTE)))).endsWith("less than or equal to 1048576");
        assertThat(stream.fromStart(SHARD_0).records()).hasSize(1);
    }

    @Test
    void aStreamIsCreatedWithASize() {
        client.createStream(request -> request.streamName("large").shardCount(1).maxRecordSizeInKiB(3_000));
        assertThat(client.describeStreamSummary(request -> request.streamName("large"))
                        .streamDescriptionSummary()
                        .maxRecordSizeInKiB())
                .isEqualTo(3_000);
        assertThat(size()).isEqualTo(1_024);
    }

    @Test
    void aSizeIsWithinLimits() {
        assertThat(tooLong(() -> update(1_023)))
                .isEqualTo("1 validation error detected: Value '1023' at 'maxRecordSizeInKiB' failed to satisfy"
                        + " constraint: Member must have value greater than or equal to 1024");
        assertThat(tooLong(() -> update(10_241))).endsWith("Member must have value less than or equal to 10240");
    }

    private void update(int kibibytes) {
        client.updateMaxRecordSize(request -> request.streamARN(ARN).maxRecordSizeInKiB(kibibytes));
    }

    private int size() {
        return client.describeStreamSummary(request -> request.streamName("orders"))
                .streamDescriptionSummary()
                .maxRecordSizeInKiB();
    }

    private static SdkBytes bytes(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 7);
        return SdkBytes.fromByteArray(bytes);
    }

    private static String tooLong(ThrowingCallable call) {
        return Errors.text(ValidationException.class, call);
    }
}
