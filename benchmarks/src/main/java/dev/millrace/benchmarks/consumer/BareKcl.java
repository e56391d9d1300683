package dev.millrace.benchmarks.consumer;

import java.net.URI;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.kinesis.common.ConfigsBuilder;
import software.amazon.kinesis.common.InitialPositionInStream;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.exceptions.InvalidStateException;
import software.amazon.kinesis.exceptions.ShutdownException;
import software.amazon.kinesis.leases.LeaseManagementConfig;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ProcessRecordsInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.lifecycle.events.ShutdownRequestedInput;
import software.amazon.kinesis.metrics.NullMetricsFactory;
import software.amazon.kinesis.processor.ShardRecordProcessor;
import software.amazon.kinesis.processor.SingleStreamTracker;
import software.amazon.kinesis.retrieval.KinesisClientRecord;
import software.amazon.kinesis.retrieval.polling.PollingConfig;

/** The KCL as it is published, polling. */
final class BareKcl {

    private BareKcl() {}

    /** Told of each batch of user records, and how many bytes of data and keys they have. */
    interface Taker {
        void took(int records, long bytes);
    }

    static void run(URI endpoint, URI leases, Taker taker) {
        scheduler(
                        Clients.kinesis(endpoint),
                        Clients.dynamoDb(leases),
                        "bench",
                        // Else it stands still for a minute before its first record.
                        config -> config.shardSyncIntervalMillis(1_000),
                        taker)
                .run();
    }

    /** With the library's defaults, but polling and without metrics. */
    static Scheduler scheduler(
            KinesisAsyncClient kinesis,
            DynamoDbAsyncClient dynamoDb,
            String application,
            Consumer<LeaseManagementConfig> settings,
            Taker taker) {
        ConfigsBuilder configs = new ConfigsBuilder(
                new SingleStreamTracker(
                        ReaderProcess.STREAM,
                        InitialPositionInStreamExtended.newInitialPosition(InitialPositionInStream.TRIM_HORIZON)),
                application,
                kinesis,
                dynamoDb,
                Clients.cloudWatch(),
                "worker",
                () -> new Processor(taker));
        LeaseManagementConfig leaseManagement = configs.leaseManagementConfig();
        settings.accept(leaseManagement);
        return new Scheduler(
                configs.checkpointConfig(),
                configs.coordinatorConfig(),
                leaseManagement,
                configs.lifecycleConfig(),
                configs.metricsConfig().metricsFactory(new NullMetricsFactory()),
                configs.processorConfig(),
                configs.retrievalConfig().retrievalSpecificConfig(new PollingConfig(ReaderProcess.STREAM, kinesis)));
    }

    private record Processor(Taker taker) implements ShardRecordProcessor {

        @Override
        public void initialize(InitializationInput input) {}

        @Override
        public void processRecords(ProcessRecordsInput input) {
            long dataBytes = 0;
            for (KinesisClientRecord record : input.records()) {
                dataBytes += record.data().remaining() + record.partitionKey().length();
            }
            taker.took(input.records().size(), dataBytes);
            try {
                input.checkpointer().checkpoint();
            } catch (InvalidStateException | ShutdownException e) {
                throw new IllegalStateException("cannot checkpoint", e);
            }
        }

        @Override
        public void leaseLost(LeaseLostInput input) {}

        @Override
        public void shardEnded(ShardEndedInput input) {}

        @Override
        public void shutdownRequested(ShutdownRequestedInput input) {}
    }
}
