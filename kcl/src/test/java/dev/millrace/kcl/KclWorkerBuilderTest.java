package dev.millrace.kcl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.processor.CorruptPolicy;
import dev.millrace.processor.FailurePolicy;
import dev.millrace.processor.StartPosition;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.kinesis.metrics.MetricsLevel;
import software.amazon.kinesis.retrieval.AggregatorUtil;

@ExtendWith(Services.Extension.class)
final class KclWorkerBuilderTest {

    @Test
    void defaultsAreTheDocumentedOnes(Services services) {
        KclSettings settings =
                builder(services).stream("words", StartPosition.latest()).settings();
        assertThat(settings.tableName()).isEqualTo("application");
        assertThat(settings.workerId())
                .isNotEqualTo(builder(services).stream("words", StartPosition.latest())
                        .settings()
                        .workerId());
        assertThat(settings.engine().failurePolicy()).isEqualTo(FailurePolicy.stopWorker());
        assertThat(settings.engine().corruptPolicy()).isEqualTo(CorruptPolicy.deliver());
        assertThat(settings.engine().maxAttempts()).isEqualTo(10);
        assertThat(settings.retrieval()).isEqualTo(new Retrieval.Polling(Duration.ofSeconds(1)));
        assertThat(settings.stoppedShards()).isEqualTo(StoppedShards.PARK);
        assertThat(settings.reset()).isFalse();
        assertThat(settings.cloudWatch()).isNull();
        assertThat(settings.metricsLevel()).isEqualTo(MetricsLevel.NONE);
        assertThat(settings.layout()).isEqualTo(LeaseLayout.SINGLE);
    }

    @Test
    void settingsAreKept(Services services) {
        KclSettings settings = builder(services).stream("words", StartPosition.latest()).stream(
                        "numbers", StartPosition.trimHorizon())
                .workerId("me")
                .tableName("leases")
                .failurePolicy(FailurePolicy.stopShard())
                .corruptPolicy(CorruptPolicy.stopWorker())
                .maxAttempts(3)
                .fanOut("pushed")
                .stoppedShards(StoppedShards.RELEASE)
                .reset(true)
                .settings();
        assertThat(settings.streams()).containsOnlyKeys("words", "numbers");
        assertThat(settings.layout()).isEqualTo(LeaseLayout.MANY);
        assertThat(settings.workerId()).isEqualTo("me");
        assertThat(settings.tableName()).isEqualTo("leases");
        assertThat(settings.engine().failurePolicy()).isEqualTo(FailurePolicy.stopShard());
        assertThat(settings.engine().corruptPolicy()).isEqualTo(CorruptPolicy.stopWorker());
        assertThat(settings.engine().maxAttempts()).isEqualTo(3);
        assertThat(settings.retrieval()).isEqualTo(new Retrieval.FanOut("pushed"));
        assertThat(settings.stoppedShards()).isEqualTo(StoppedShards.RELEASE);
        assertThat(settings.reset()).isTrue();
    }

    @Test
    void whatIsNotAllowedIsRefused(Services services) {
        KclWorkerBuilder builder = builder(services);
        assertThatThrownBy(builder::build).isInstanceOf(IllegalStateException.class);
        builder.stream("words", StartPosition.latest());
        assertRefused(() -> builder.stream("words", StartPosition.trimHorizon()));
        assertRefused(() -> builder.workerId(" "));
        assertRefused(() -> builder.tableName("a/b"));
        assertRefused(() -> builder.maxAttempts(0));
        assertRefused(() -> builder.polling(Duration.ofMillis(199)));
        assertRefused(() -> services.application("no", new Recorder()));
    }

    @Test
    void deaggregationThatMayLoseIsRefused(Services services) {
        String stream = services.newStream(1);
        try (KclWorker worker = services.worker(stream, new Recorder())
                .configure(configuration -> configuration.lifecycle().aggregatorUtil(new AggregatorUtil()))
                .build()) {
            assertThatThrownBy(worker::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("aggregatorUtil");
        }
    }

    private static void assertRefused(Runnable setting) {
        assertThatThrownBy(setting::run).isInstanceOf(IllegalArgumentException.class);
    }

    private static KclWorkerBuilder builder(Services services) {
        return KclWorker.builder("application", services.kinesis(), services.dynamoDb(), new Recorder());
    }
}
