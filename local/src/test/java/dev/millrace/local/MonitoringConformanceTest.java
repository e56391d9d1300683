package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.DisableEnhancedMonitoringResponse;
import software.amazon.awssdk.services.kinesis.model.EnableEnhancedMonitoringResponse;
import software.amazon.awssdk.services.kinesis.model.MetricsName;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

@ParameterizedClass
@EnumSource(
        value = ClientForm.class,
        names = {"SYNC_JSON", "ASYNC_CBOR"})
class MonitoringConformanceTest {

    private static final String ARN = "arn:aws:kinesis:eu-west-1:000000000000:stream/orders";

    private final LocalKinesis kinesis = LocalKinesis.start();
    private final KinesisClient client;

    MonitoringConformanceTest(ClientForm form) {
        this.client = form.open(kinesis.endpoint(), Region.EU_WEST_1);
        StreamUnderTest.create(client, "orders", 1);
    }

    @AfterEach
    void close() {
        client.close();
        kinesis.close();
    }

    @Test
    void metricsAreEnabledAndDisabled() {
        EnableEnhancedMonitoringResponse enabled = enable(MetricsName.OUTGOING_BYTES, MetricsName.INCOMING_BYTES);
        assertThat(enabled.streamName()).isEqualTo("orders");
        assertThat(enabled.streamARN()).isEqualTo(ARN);
        assertThat(enabled.currentShardLevelMetrics()).isEmpty();
        assertThat(enabled.desiredShardLevelMetrics())
                .containsExactly(MetricsName.INCOMING_BYTES, MetricsName.OUTGOING_BYTES);
        assertThat(described()).containsExactly(MetricsName.INCOMING_BYTES, MetricsName.OUTGOING_BYTES);
        DisableEnhancedMonitoringResponse disabled = client.disableEnhancedMonitoring(
                request -> request.streamARN(ARN).shardLevelMetrics(MetricsName.INCOMING_BYTES));
        assertThat(disabled.currentShardLevelMetrics()).hasSize(2);
        assertThat(disabled.desiredShardLevelMetrics()).containsExactly(MetricsName.OUTGOING_BYTES);
        assertThat(described()).containsExactly(MetricsName.OUTGOING_BYTES);
    }

    @Test
    void allMeansAllSeven() {
        assertThat(enable(MetricsName.ALL).desiredShardLevelMetrics())
                .hasSize(7)
                .doesNotContain(MetricsName.ALL);
        client.disableEnhancedMonitoring(request -> request.streamName("orders").shardLevelMetrics(MetricsName.ALL));
        assertThat(described()).isEmpty();
    }

    @Test
    void otherMetricsAreRefused() {
        assertThat(Errors.text(
                        ValidationException.class,
                        () -> client.enableEnhancedMonitoring(request ->
                                request.streamName("orders").shardLevelMetricsWithStrings("IncomingBytes", "Weather"))))
                .isEqualTo("1 validation error detected: Value '[IncomingBytes, Weather]' at 'shardLevelMetrics' failed"
                        + " to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set:"
                        + " [IncomingBytes, IncomingRecords, OutgoingBytes, OutgoingRecords,"
                        + " WriteProvisionedThroughputExceeded, ReadProvisionedThroughputExceeded,"
                        + " IteratorAgeMilliseconds, ALL]]");
    }

    private EnableEnhancedMonitoringResponse enable(MetricsName... metrics) {
        return client.enableEnhancedMonitoring(
                request -> request.streamName("orders").shardLevelMetrics(metrics));
    }

    private List<MetricsName> described() {
        return client.describeStream(request -> request.streamName("orders"))
                .streamDescription()
                .enhancedMonitoring()
                .get(0)
                .shardLevelMetrics();
    }
}
