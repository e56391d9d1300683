package dev.millrace.system;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.kinesis.common.ConfigsBuilder;
import software.amazon.kinesis.common.InitialPositionInStream;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.coordinator.CoordinatorConfig;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.leases.LeaseManagementConfig;
import software.amazon.kinesis.metrics.NullMetricsFactory;
import software.amazon.kinesis.processor.SingleStreamTracker;
import software.amazon.kinesis.retrieval.RetrievalConfig;

/**
 * An application on the Kinesis Client Library as it is published: one worker that reads every shard of a stream. Its
 * intervals are short, and it looks up the range of a shard before the shard's first record, so that it always drops
 * what it takes for another shard's. With its defaults it does so half a minute after a reshard at the latest.
 */
final class KclReader implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Scheduler scheduler;
    private final Thread thread;
    private final CloudWatchAsyncClient cloudWatch;

    private KclReader(Scheduler scheduler, CloudWatchAsyncClient cloudWatch) {
        this.scheduler = scheduler;
        this.cloudWatch = cloudWatch;
        this.thread = new Thread(scheduler, "kcl-scheduler");
    }

    /** Starts an application and returns when it has delivered its first record. */
    static KclReader start(
            String application,
            String stream,
            KclRetrieval retrieval,
            KinesisAsyncClient kinesis,
            DynamoDbAsyncClient dynamoDb,
            Reckoning reckoning) {
        LeaseTable.prime(dynamoDb, application, kinesis, stream);
        CloudWatchAsyncClient cloudWatch = LocalClients.cloudWatch();
        ConfigsBuilder configs = new ConfigsBuilder(
                new SingleStreamTracker(
                        stream,
                        InitialPositionInStreamExtended.newInitialPosition(InitialPositionInStream.TRIM_HORIZON)),
                application,
                kinesis,
                dynamoDb,
                cloudWatch,
                "worker",
                () -> new KclRecordProcessor(reckoning));
        RetrievalConfig retrievalConfig =
                configs.retrievalConfig().retrievalSpecificConfig(retrieval.of(application, stream, kinesis));
        Scheduler scheduler = new Scheduler(
                configs.checkpointConfig(),
                quick(configs.coordinatorConfig()),
                quick(configs.leaseManagementConfig()),
                configs.lifecycleConfig(),
                configs.metricsConfig().metricsFactory(new NullMetricsFactory()),
                configs.processorConfig(),
                retrievalConfig);
        KclReader reader = new KclReader(scheduler, cloudWatch);
        reader.thread.start();
        if (!Await.until(LIMIT, () -> reckoning.deliveries() > 0)) {
            reader.close();
            throw new AssertionError("the KCL delivers nothing");
        }
        return reader;
    }

    private static CoordinatorConfig quick(CoordinatorConfig config) {
        return config.parentShardPollIntervalMillis(200)
                .shardConsumerDispatchPollIntervalMillis(100)
                .schedulerInitializationBackoffTimeMillis(200);
    }

    private static LeaseManagementConfig quick(LeaseManagementConfig config) {
        config.workerUtilizationAwareAssignmentConfig().disableWorkerMetrics(true);
        // It is alone, so it is to keep its leases also when the machine stands still for some seconds.
        return config.failoverTimeMillis(60_000)
                .leaseAssignmentIntervalMillis(500L)
                .shardSyncIntervalMillis(1_000)
                .maxCacheMissesBeforeReload(0);
    }

    /** Lets the processors finish and ends the worker. */
    @Override
    public void close() {
        try {
            scheduler.startGracefulShutdown().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            thread.join(LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the KCL does not stop", e);
        } finally {
            cloudWatch.close();
        }
    }
}
