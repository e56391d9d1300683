package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Consumer;
import software.amazon.awssdk.services.kinesis.model.ConsumerDescription;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ListStreamConsumersResponse;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.eventstream.Message;

/** Registered consumers, and the events of a subscription as bytes of HTTP/1.1. */
@ParameterizedClass
@EnumSource(ClientForm.class)
class SdkConsumerConformanceTest {

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07.089Z");
    private static final String STREAM_ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/orders";
    private static final String ARN = STREAM_ARN + "/consumer/reader:" + NOW.getEpochSecond();

    private final LocalKinesis kinesis = LocalKinesis.builder()
            .clock(new SettableClock(NOW))
            .subscriptionLifetime(Duration.ofMillis(100))
            .start();
    private final KinesisClient client;

    SdkConsumerConformanceTest(ClientForm form) {
        this.client = form.open(kinesis.endpoint(), Region.US_EAST_1);
        StreamUnderTest.create(client, "orders", 1);
    }

    @AfterEach
    void close() {
        client.close();
        kinesis.close();
    }

    @Test
    void consumerIsActiveOnceItIsRegistered() {
        Consumer registered = register("reader");
        assertThat(registered.consumerName()).isEqualTo("reader");
        assertThat(registered.consumerARN()).isEqualTo(ARN);
        assertThat(registered.consumerStatus()).isEqualTo(ConsumerStatus.ACTIVE);
        assertThat(registered.consumerCreationTimestamp()).isEqualTo(NOW);
        ConsumerDescription byArn = client.describeStreamConsumer(request -> request.consumerARN(ARN))
                .consumerDescription();
        ConsumerDescription byName = client.describeStreamConsumer(
                        request -> request.streamARN(STREAM_ARN).consumerName("reader"))
                .consumerDescription();
        assertThat(byName).isEqualTo(byArn);
        assertThat(byArn.streamARN()).isEqualTo(STREAM_ARN);
        assertThat(byArn.consumerStatus()).isEqualTo(ConsumerStatus.ACTIVE);
        assertThat(client.describeStreamSummary(request -> request.streamName("orders"))
                        .streamDescriptionSummary()
                        .consumerCount())
                .isOne();
    }

    @Test
    void consumersAreListedInPages() {
        List<String> names = new ArrayList<>();
        for (int i = 10; i < 17; i++) {
            register("reader-" + i);
        }
        String token = null;
        do {
            String current = token;
            ListStreamConsumersResponse page = client.listStreamConsumers(
                    request -> request.streamARN(STREAM_ARN).maxResults(3).nextToken(current));
            page.consumers().forEach(consumer -> names.add(consumer.consumerName()));
            assertThat(page.consumers()).hasSizeLessThanOrEqualTo(3);
            token = page.nextToken();
        } while (token != null);
        assertThat(names).hasSize(7).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void consumerIsForgottenOnceItIsDeregistered() {
        register("reader");
        client.deregisterStreamConsumer(request -> request.consumerARN(ARN));
        assertThatThrownBy(() -> client.describeStreamConsumer(request -> request.consumerARN(ARN)))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("reader");
        assertThat(client.listStreamConsumers(request -> request.streamARN(STREAM_ARN))
                        .consumers())
                .isEmpty();
        register("reader");
    }

    @Test
    void wrongRequestsAreRefused() {
        register("reader");
        assertThatThrownBy(() -> register("reader")).isInstanceOf(ResourceInUseException.class);
        for (int i = 1; i < 20; i++) {
            register("reader-" + i);
        }
        assertThatThrownBy(() -> register("one-too-many")).isInstanceOf(LimitExceededException.class);
        assertThatThrownBy(() -> client.describeStreamConsumer(request -> request.consumerName("reader")))
                .isInstanceOf(KinesisException.class)
                .hasMessageContaining("Either ConsumerARN, or StreamARN and ConsumerName");
        assertThatThrownBy(() -> client.describeStreamConsumer(request -> request.consumerARN("arn:aws:kinesis:x")))
                .isInstanceOf(KinesisException.class)
                .hasMessageContaining("consumerARN");
        assertThatThrownBy(() -> client.deleteStream(request -> request.streamName("orders")))
                .isInstanceOf(ResourceInUseException.class);
        client.deleteStream(request -> request.streamName("orders").enforceConsumerDeletion(true));
    }

    @Test
    void eventsComeOverHttp11AsWell() {
        register("reader");
        byte[] body = new RawHttp(kinesis.endpoint())
                .json("SubscribeToShard", """
                        {"ConsumerARN": "%s", "ShardId": "shardId-000000000000",
                         "StartingPosition": {"Type": "TRIM_HORIZON"}}
                        """.formatted(ARN))
                .body();
        Message first = Message.decode(ByteBuffer.wrap(body));
        assertThat(Objects.requireNonNull(first.getHeaders().get(":event-type")).getString())
                .isEqualTo("initial-response");
        assertThat(new String(first.getPayload(), StandardCharsets.UTF_8)).isEqualTo("{}");
    }

    private Consumer register(String name) {
        return client.registerStreamConsumer(
                        request -> request.streamARN(STREAM_ARN).consumerName(name))
                .consumer();
    }
}
