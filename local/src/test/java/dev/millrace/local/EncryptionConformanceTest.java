package dev.millrace.local;

import static dev.millrace.local.StreamUnderTest.SHARD_0;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.EncryptionType;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.StreamDescription;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

@ParameterizedClass
@EnumSource(
        value = ClientForm.class,
        names = {"SYNC_JSON", "ASYNC_CBOR"})
class EncryptionConformanceTest {

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-04T05:06:07.089Z"));
    private final StreamUnderTest stream;
    private final LocalKinesis kinesis = LocalKinesis.builder().clock(clock).start();
    private final KinesisClient client;

    EncryptionConformanceTest(ClientForm form) {
        this.client = form.open(kinesis.endpoint(), Region.EU_WEST_1);
        this.stream = StreamUnderTest.create(client, "orders", 1);
    }

    @AfterEach
    void close() {
        client.close();
        kinesis.close();
    }

    @Test
    void recordsSayWhetherTheyCameWhileTheStreamWasEncrypted() {
        assertThat(stream.put("key", "plain").encryptionType()).isNull();
        start("alias/aws/kinesis");
        assertThat(stream.put("key", "encrypted").encryptionType()).isEqualTo(EncryptionType.KMS);
        assertThat(client.putRecords(request -> request.streamName("orders")
                                .records(PutRecordsRequestEntry.builder()
                                        .partitionKey("key")
                                        .data(SdkBytes.fromUtf8String("too"))
                                        .build()))
                        .encryptionType())
                .isEqualTo(EncryptionType.KMS);
        client.stopStreamEncryption(request ->
                request.streamName("orders").encryptionType(EncryptionType.KMS).keyId("alias/aws/kinesis"));
        assertThat(stream.put("key", "plain again").encryptionType()).isNull();
        assertThat(stream.fromStart(SHARD_0).records())
                .extracting(Record::encryptionType)
                .containsExactly(null, EncryptionType.KMS, EncryptionType.KMS, null);
    }

    @Test
    void descriptionsNameTheKey() {
        start("alias/aws/kinesis");
        StreamDescription description =
                client.describeStream(request -> request.streamName("orders")).streamDescription();
        assertThat(description.encryptionType()).isEqualTo(EncryptionType.KMS);
        assertThat(description.keyId()).isEqualTo("alias/aws/kinesis");
        start("alias/other");
        assertThat(client.describeStreamSummary(request -> request.streamName("orders"))
                        .streamDescriptionSummary()
                        .keyId())
                .isEqualTo("alias/other");
    }

    @Test
    void encryptionIsByKms() {
        assertThat(Errors.text(
                        InvalidArgumentException.class,
                        () -> client.startStreamEncryption(request -> request.streamName("orders")
                                .encryptionType(EncryptionType.NONE)
                                .keyId("alias/aws/kinesis"))))
                .isEqualTo("EncryptionType must be KMS.");
        assertThat(Errors.text(
                        ValidationException.class,
                        () -> client.startStreamEncryption(
                                request -> request.streamName("orders").encryptionType("SECRET"))))
                .startsWith("2 validation errors detected: Value 'SECRET' at 'encryptionType' failed to satisfy"
                        + " constraint: Member must satisfy enum value set: [NONE, KMS]; Value null at 'keyId'");
    }

    @Test
    void aStreamIsGivenTwentyFiveNewKeysADay() {
        for (int i = 0; i < 25; i++) {
            start("alias/" + i);
            start("alias/" + i);
        }
        assertThat(Errors.text(LimitExceededException.class, () -> start("alias/25")))
                .contains("25 times within 24 hours");
        clock.advance(Duration.ofHours(24));
        start("alias/25");
    }

    private void start(String keyId) {
        client.startStreamEncryption(request ->
                request.streamName("orders").encryptionType(EncryptionType.KMS).keyId(keyId));
    }
}
