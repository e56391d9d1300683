package dev.millrace.kcl;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.kinesis.common.ConfigsBuilder;
import software.amazon.kinesis.common.StreamConfig;
import software.amazon.kinesis.common.StreamIdentifier;
import software.amazon.kinesis.coordinator.CoordinatorConfig.ClientVersionConfig;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.leases.LeaseManagementConfig;
import software.amazon.kinesis.metrics.MetricsConfig;
import software.amazon.kinesis.metrics.NullMetricsFactory;
import software.amazon.kinesis.processor.FormerStreamsLeasesDeletionStrategy;
import software.amazon.kinesis.processor.FormerStreamsLeasesDeletionStrategy.NoLeaseDeletionStrategy;
import software.amazon.kinesis.processor.MultiStreamTracker;
import software.amazon.kinesis.processor.ShardRecordProcessorFactory;
import software.amazon.kinesis.processor.SingleStreamTracker;
import software.amazon.kinesis.processor.StreamTracker;
import software.amazon.kinesis.retrieval.AggregatorUtil;

/** The library's settings, first ours, then what the user makes of them. */
final class SchedulerParts {

    /**
     * Between two looks for leases without owner, by the workers' leader, each a scan of the table. The library's own 20
     * seconds, and as much again until a worker finds what it was given, are what a start would mostly consist of.
     */
    private static final long ASSIGNMENT_MILLIS = 2_000;

    /** A worker is given leases when it has reported itself, for the first time after twice this. The library: a second. */
    private static final long CAPTURE_MILLIS = 250;

    /**
     * Between two reports of a worker, each an update of one item. Whoever has reported within two of them is given leases,
     * dead or not: with the library's own 30 seconds the leases of a worker that was killed are given to it again and again
     * for a minute.
     */
    private static final long REPORT_MILLIS = 5_000;

    /**
     * Between two rounds over the shards a worker holds, each of which takes a shard one step further; nothing is asked of a
     * service. A shard that begins takes three steps, so with the library's own second they were half of a start.
     */
    private static final long ROUND_MILLIS = 200;

    private final KclConfiguration configuration;
    private final LosslessAggregatorUtil aggregation;

    private SchedulerParts(KclConfiguration configuration) {
        this.configuration = configuration;
        this.aggregation = lossless(configuration);
    }

    /**
     * Makes the settings of a worker.
     *
     * @param streams in the order of the worker's, each with how it began
     * @throws IllegalStateException if the user has changed what may not be changed
     */
    static SchedulerParts of(
            KclSettings settings, Map<KinesisStream, Beginning> streams, ShardRecordProcessorFactory processors) {
        ConfigsBuilder configs = new ConfigsBuilder(
                        tracker(settings, streams),
                        settings.application(),
                        settings.kinesis(),
                        settings.dynamoDb(),
                        settings.cloudWatch() == null ? new NoCloudWatch() : settings.cloudWatch(),
                        settings.workerId(),
                        processors)
                .tableName(settings.tableName());
        String onlyStream = settings.layout() == LeaseLayout.SINGLE
                ? streams.keySet().iterator().next().name()
                : null;
        KclConfiguration configuration = new KclConfiguration(
                configs.checkpointConfig(),
                // First leases are there already, and no range of a shard is needed.
                configs.coordinatorConfig()
                        .skipShardSyncAtWorkerInitializationIfLeasesExist(true)
                        .shardConsumerDispatchPollIntervalMillis(ROUND_MILLIS),
                leaseManagement(configs.leaseManagementConfig()),
                configs.lifecycleConfig().aggregatorUtil(new LosslessAggregatorUtil()),
                metrics(settings, configs.metricsConfig()),
                configs.processorConfig(),
                configs.retrievalConfig()
                        .retrievalSpecificConfig(
                                settings.retrieval().config(settings.kinesis(), settings.application(), onlyStream)));
        settings.configure().accept(configuration);
        check(configuration, processors);
        return new SchedulerParts(configuration);
    }

    private static LeaseManagementConfig leaseManagement(LeaseManagementConfig config) {
        config.workerUtilizationAwareAssignmentConfig()
                .inMemoryWorkerMetricsCaptureFrequencyMillis(CAPTURE_MILLIS)
                .workerMetricsReporterFreqInMillis(REPORT_MILLIS);
        return config.leaseAssignmentIntervalMillis(ASSIGNMENT_MILLIS);
    }

    private static void check(KclConfiguration configuration, ShardRecordProcessorFactory processors) {
        if (!processors.equals(configuration.processor().shardRecordProcessorFactory())) {
            throw new IllegalStateException(
                    "shardRecordProcessorFactory was replaced (the builder takes the processors)");
        }
    }

    private static LosslessAggregatorUtil lossless(KclConfiguration configuration) {
        AggregatorUtil aggregation = configuration.lifecycle().aggregatorUtil();
        if (aggregation instanceof LosslessAggregatorUtil lossless) {
            return lossless;
        }
        throw new IllegalStateException("aggregatorUtil not allowed: "
                + aggregation.getClass().getName() + " (a " + LosslessAggregatorUtil.class.getSimpleName() + ")");
    }

    private static MetricsConfig metrics(KclSettings settings, MetricsConfig config) {
        return settings.cloudWatch() == null
                ? config.metricsFactory(new NullMetricsFactory())
                : config.metricsLevel(settings.metricsLevel());
    }

    private static StreamTracker tracker(KclSettings settings, Map<KinesisStream, Beginning> streams) {
        if (settings.layout() == LeaseLayout.SINGLE) {
            Map.Entry<KinesisStream, Beginning> only =
                    streams.entrySet().iterator().next();
            KinesisStream stream = only.getKey();
            boolean byArn =
                    StreamDirectory.isArn(settings.streams().keySet().iterator().next());
            StreamIdentifier identifier = byArn
                    ? StreamIdentifier.singleStreamInstance(stream.arn())
                    : StreamIdentifier.singleStreamInstance(stream.name());
            return new SingleStreamTracker(identifier, only.getValue().position());
        }
        List<StreamConfig> configs = streams.entrySet().stream()
                .map(entry -> new StreamConfig(
                        StreamIdentifier.multiStreamInstance(
                                entry.getKey().arn(), entry.getKey().created().getEpochSecond()),
                        entry.getValue().position()))
                .toList();
        return new ManyStreams(configs);
    }

    LeaseManagementConfig leaseManagement() {
        return configuration.leaseManagement();
    }

    ClientVersionConfig version() {
        return configuration.coordinator().clientVersionConfig();
    }

    /**
     * Makes a run of them.
     *
     * @param fail is told why the run ended, or has to
     */
    SchedulerRun newRun(Consumer<Throwable> fail) {
        SchedulerState state = new SchedulerState(configuration.coordinator().workerStateChangeListener());
        Scheduler scheduler = new Scheduler(
                configuration.checkpoint(),
                configuration.coordinator().workerStateChangeListener(state),
                configuration.leaseManagement(),
                configuration.lifecycle().aggregatorUtil(new OpeningAggregation(aggregation, fail)),
                configuration.metrics(),
                configuration.processor(),
                configuration.retrieval());
        return new SchedulerRun(scheduler, state, fail);
    }

    /**
     * The streams of an application that reads many. Leases of streams that are no longer among them stay.
     *
     * @param streamConfigList all of them
     */
    private record ManyStreams(List<StreamConfig> streamConfigList) implements MultiStreamTracker {

        @Override
        public FormerStreamsLeasesDeletionStrategy formerStreamsLeasesDeletionStrategy() {
            return new NoLeaseDeletionStrategy();
        }
    }

    /** Stands where the library wants a client that it will not use. */
    private static final class NoCloudWatch implements CloudWatchAsyncClient {

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
