package dev.millrace.kcl;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.kinesis.common.ConfigsBuilder;
import software.amazon.kinesis.common.InitialPositionInStream;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.leases.LeaseManagementConfig;
import software.amazon.kinesis.lifecycle.LifecycleConfig;
import software.amazon.kinesis.metrics.NullMetricsFactory;
import software.amazon.kinesis.processor.ShardRecordProcessorFactory;
import software.amazon.kinesis.processor.SingleStreamTracker;
import software.amazon.kinesis.retrieval.polling.PollingConfig;

/**
 * An application on the library as it is published, with short intervals, and with leases that are there before, as the
 * library itself would make them. It looks up the range of a shard before the shard's first record.
 */
final class BareKcl implements AutoCloseable {

    private final Scheduler scheduler;
    private final Thread thread;
    private volatile @Nullable Throwable death;

    private BareKcl(Scheduler scheduler) {
        this.scheduler = scheduler;
        this.thread = new Thread(
                () -> {
                    try {
                        scheduler.run();
                    } catch (RuntimeException | Error e) {
                        death = e;
                    }
                },
                "bare-kcl");
    }

    static BareKcl start(Services services, String stream, ShardRecordProcessorFactory processors) {
        return start(services, stream, InitialPositionInStream.TRIM_HORIZON, new LifecycleConfig(), processors);
    }

    static BareKcl start(
            Services services,
            String stream,
            InitialPositionInStream position,
            LifecycleConfig lifecycle,
            ShardRecordProcessorFactory processors) {
        ConfigsBuilder configs = new ConfigsBuilder(
                new SingleStreamTracker(stream, InitialPositionInStreamExtended.newInitialPosition(position)),
                stream,
                services.kinesis(),
                services.dynamoDb(),
                new Nowhere(),
                "bare",
                processors);
        LeaseManagementConfig leases = Quick.configure(configs.leaseManagementConfig());
        prime(services, stream, leases, position.name());
        BareKcl bare = new BareKcl(new Scheduler(
                configs.checkpointConfig(),
                Quick.configure(configs.coordinatorConfig()),
                leases,
                Quick.configure(lifecycle),
                configs.metricsConfig().metricsFactory(new NullMetricsFactory()),
                configs.processorConfig(),
                configs.retrievalConfig()
                        .retrievalSpecificConfig(
                                new PollingConfig(stream, services.kinesis()).idleTimeBetweenReadsInMillis(200))));
        bare.thread.start();
        return bare;
    }

    private static void prime(Services services, String stream, LeaseManagementConfig config, String checkpoint) {
        KinesisStream found = new StreamDirectory(services.kinesis()).find(stream);
        LeaseTable table = new LeaseTable(
                services.dynamoDb(), new Tables(services.dynamoDb(), new StopSignal()), stream, LeaseLayout.SINGLE);
        table.make(config);
        if (!table.has(found)) {
            table.add(found, services.openShards(stream), checkpoint);
        }
    }

    /** Why the scheduler's thread died; null if it has not. */
    @Nullable
    Throwable death() {
        return death;
    }

    /** Ends it, after its processors if they let it. */
    @Override
    public void close() {
        try {
            if (death == null) {
                scheduler.startGracefulShutdown().get(5, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // It has processors on purpose that do not end.
        } finally {
            scheduler.shutdown();
            scheduler.executorService().shutdownNow();
        }
    }

    /** The library's processors, which hand on what happens. */
    static ShardRecordProcessorFactory each(BareProcessor processor) {
        return () -> processor;
    }

    /** Names of the leases' keys that have a checkpoint. */
    static List<String> checkpoints(Services services, String stream) {
        return services.leases(stream).stream()
                .map(lease -> Services.text(lease, "checkpoint"))
                .toList();
    }

    /** A client that is never called. */
    private static final class Nowhere implements CloudWatchAsyncClient {

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    }
}
