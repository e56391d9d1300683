package dev.millrace.local.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.LocalKinesis;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.KinesisException;

/** An extension with settings of its own. */
@Timeout(60)
class RegisteredTest {

    private static final String ID = "AKIDEXAMPLE";

    @RegisterExtension
    static final LocalKinesisExtension KINESIS =
            LocalKinesisExtension.builder().strict(true).region("eu-west-1").credentials(ID, "well kept").stream(
                            "orders", 4)
                    .stream("events", 1)
                    .service(settings -> settings.subscriptionLifetime(Duration.ofSeconds(9)))
                    .service(settings -> settings.shardLimit(77))
                    .build();

    @Test
    void theServiceIsAsItWasAskedFor(KinesisClient client) {
        assertThat(client.listStreams().streamNames()).containsExactly("events", "orders");
        assertThat(client.describeStreamSummary(request -> request.streamName("orders"))
                        .streamDescriptionSummary()
                        .streamARN())
                .isEqualTo("arn:aws:kinesis:eu-west-1:000000000000:stream/orders");
        assertThat(client.describeLimits().onDemandStreamCountLimit()).isEqualTo(50);
    }

    @Test
    void onlyItsOwnClientsHaveTheKey(LocalKinesis kinesis, LocalKinesisClients clients) {
        assertThat(clients.sync()
                        .listShards(request -> request.streamName("orders"))
                        .shards())
                .hasSize(4);
        try (LocalKinesisClients strangers = LocalKinesisClients.of(kinesis)) {
            assertThatThrownBy(() -> strangers.sync().listStreams())
                    .isInstanceOf(KinesisException.class)
                    .hasMessageContaining("security token");
        }
    }

    @Test
    void closedClientsAreNotOpenedAgain(LocalKinesis kinesis) {
        LocalKinesisClients clients = LocalKinesisClients.of(kinesis, "eu-west-1", ID, "well kept");
        assertThat(clients.async().listStreams().join().streamNames()).hasSize(2);
        clients.close();
        clients.close();
        assertThatThrownBy(clients::sync).isInstanceOf(IllegalStateException.class);
    }
}
