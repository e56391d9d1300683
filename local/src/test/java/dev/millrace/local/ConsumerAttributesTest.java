package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Tag;

/** Tags and policies of registered consumers, and rehearsed subscriptions. */
@ParameterizedClass
@EnumSource(
        value = ClientForm.class,
        names = {"SYNC_JSON", "ASYNC_CBOR"})
class ConsumerAttributesTest {

    private static final String STREAM = "arn:aws:kinesis:eu-west-1:000000000000:stream/orders";

    private final LocalKinesis kinesis = LocalKinesis.start();
    private final KinesisClient client;
    private final String arn;

    ConsumerAttributesTest(ClientForm form) {
        this.client = form.open(kinesis.endpoint(), Region.EU_WEST_1);
        StreamUnderTest.create(client, "orders", 1);
        this.arn = client.registerStreamConsumer(request ->
                        request.streamARN(STREAM).consumerName("reader").tags(Map.of("team", "blue")))
                .consumer()
                .consumerARN();
    }

    @AfterEach
    void close() {
        client.close();
        kinesis.close();
    }

    @Test
    void aConsumerHasTagsOfItsOwn() {
        client.tagResource(request -> request.resourceARN(arn).tags(Map.of("cost", "7")));
        client.untagResource(request -> request.resourceARN(arn).tagKeys("team"));
        assertThat(client.listTagsForResource(request -> request.resourceARN(arn))
                        .tags())
                .containsExactly(Tag.builder().key("cost").value("7").build());
        assertThat(client.listTagsForResource(request -> request.resourceARN(STREAM))
                        .tags())
                .isEmpty();
    }

    @Test
    void aConsumerHasAPolicyOfItsOwn() {
        client.putResourcePolicy(request -> request.resourceARN(arn).policy("{\"Statement\":[]}"));
        assertThat(client.getResourcePolicy(request -> request.resourceARN(arn)).policy())
                .isEqualTo("{\"Statement\":[]}");
        assertThat(client.getResourcePolicy(request -> request.resourceARN(STREAM))
                        .policy())
                .isEqualTo("{}");
    }

    @Test
    void theyGoWithTheConsumer() {
        client.deregisterStreamConsumer(request -> request.consumerARN(arn));
        assertThat(Errors.text(
                        ResourceNotFoundException.class,
                        () -> client.listTagsForResource(request -> request.resourceARN(arn))))
                .isEqualTo("Consumer reader, stream orders under account 000000000000 not found.");
    }

    @Test
    void aRehearsedSubscriptionIsNone() {
        RawHttp http = new RawHttp(kinesis.endpoint());
        Map<String, Object> rehearsed = Map.of(
                "ConsumerARN",
                arn,
                "ShardId",
                "shardId-000000000000",
                "StartingPosition",
                Map.of("Type", "LATEST"),
                "DryRun",
                true);
        for (int i = 0; i < 2; i++) {
            assertThat(RawForm.JSON.error(http, "SubscribeToShard", rehearsed))
                    .startsWith("DryRunOperationException: ");
        }
    }
}
