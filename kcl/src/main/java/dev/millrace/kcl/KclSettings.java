package dev.millrace.kcl;

import dev.millrace.processor.RecordProcessorFactory;
import dev.millrace.processor.StartPosition;
import dev.millrace.processor.engine.EngineSettings;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.kinesis.metrics.MetricsLevel;

/**
 * What a {@link KclWorker} was built with.
 *
 * @param streams names or ARNs, in the order given, at least one
 * @param cloudWatch null for no metrics
 */
record KclSettings(
        String application,
        KinesisAsyncClient kinesis,
        DynamoDbAsyncClient dynamoDb,
        RecordProcessorFactory factory,
        Map<String, StartPosition> streams,
        String workerId,
        String tableName,
        EngineSettings engine,
        Retrieval retrieval,
        StoppedShards stoppedShards,
        boolean reset,
        @Nullable CloudWatchAsyncClient cloudWatch,
        MetricsLevel metricsLevel,
        Consumer<KclConfiguration> configure) {

    LeaseLayout layout() {
        return streams.size() == 1 ? LeaseLayout.SINGLE : LeaseLayout.MANY;
    }
}
