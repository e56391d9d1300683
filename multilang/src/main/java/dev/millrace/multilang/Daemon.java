package dev.millrace.multilang;

import dev.millrace.consumer.SingleProcessWorker;
import dev.millrace.consumer.SingleProcessWorkerBuilder;
import dev.millrace.kcl.KclWorker;
import dev.millrace.kcl.KclWorkerBuilder;
import dev.millrace.kcl.StoppedShards;
import dev.millrace.multilang.properties.ChildPolicy;
import dev.millrace.multilang.properties.DaemonProperties;
import dev.millrace.multilang.properties.Engine;
import dev.millrace.multilang.shard.ShardChildren;
import dev.millrace.processor.FailurePolicy;
import dev.millrace.processor.RecordProcessorFactory;
import dev.millrace.processor.Worker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.kinesis.metrics.MetricsLevel;
import software.amazon.kinesis.retrieval.polling.PollingConfig;

/*
 * Threads: one of the engine's for each shard, blocked while its child works; two for each child, which read what it writes;
 * one that watches over open actions. See ChildShard for failures and order, ChildLauncher for how children end.
 *
 * Memory: what the engine reads ahead, and for each shard what was answered and not checkpointed, up to childReplayBytes.
 */
/** A worker whose processors are children. */
final class Daemon {

    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

    private final DaemonProperties properties;
    private final DaemonClients clients;

    /**
     * Nothing runs yet.
     *
     * @throws IllegalArgumentException if the properties lack a region
     */
    Daemon(DaemonProperties properties) {
        this.properties = properties;
        this.clients = new DaemonClients(properties);
    }

    /**
     * Runs until the worker has stopped, or the JVM is asked to end.
     *
     * @throws dev.millrace.processor.WorkerFailedException if the worker stopped because of a failure
     */
    void run() {
        properties.notes().forEach(LOG::warn);
        LOG.info(
                "the daemon starts: application={} stream={} engine={} program={}",
                properties.application(),
                properties.stream(),
                properties.engine(),
                properties.program().words().get(0));
        boolean kcl = properties.engine() == Engine.KCL;
        try (KinesisAsyncClient kinesis = clients.kinesis();
                @Nullable DynamoDbAsyncClient dynamoDb = kcl ? clients.dynamoDb() : null;
                @Nullable CloudWatchAsyncClient cloudWatch = kcl && isMeasured() ? clients.cloudWatch() : null;
                ShardChildren children =
                        new ShardChildren(kinesis, properties.stream(), properties.program(), properties.children())) {
            Worker worker = dynamoDb == null
                    ? local(kinesis, children.processors())
                    : kcl(kinesis, dynamoDb, cloudWatch, children.processors());
            run(worker, children);
        }
    }

    private void run(Worker worker, ShardChildren children) {
        // At the JVM's end, the thread that closes the worker is waited for, and this one is not.
        CompletableFuture<Void> unused = worker.termination().whenComplete((nothing, failure) -> {
            children.close();
            LOG.info("the daemon has stopped: failure={}", failure == null ? "none" : failure.toString());
        });
        Duration grace = Duration.ofMillis(properties.children().graceMillis());
        try {
            worker.run(grace);
        } finally {
            if (!worker.termination().isDone()) {
                boolean inTime = worker.close(grace);
                LOG.debug("closed: inTime={}", inTime);
            }
        }
    }

    private boolean isMeasured() {
        return properties.metricsLevel() != MetricsLevel.NONE;
    }

    private FailurePolicy failurePolicy() {
        return properties.childPolicy() == ChildPolicy.STOP_DAEMON
                ? FailurePolicy.stopWorker()
                : FailurePolicy.stopShard();
    }

    private Worker local(KinesisAsyncClient kinesis, RecordProcessorFactory factory) {
        SingleProcessWorkerBuilder builder = SingleProcessWorker.builder(kinesis, factory).stream(
                        properties.stream(), properties.start())
                .checkpointFolder(properties.checkpointFolder())
                .failurePolicy(failurePolicy())
                .maxAttempts(Integer.MAX_VALUE)
                .maxRecords(properties.maxRecords())
                .threads(properties.threads());
        if (properties.fanOutConsumer() != null) {
            builder.fanOut(properties.fanOutConsumer());
        }
        if (properties.pollInterval() != null) {
            builder.pollInterval(properties.pollInterval()).idlePollInterval(properties.pollInterval());
        }
        return builder.build();
    }

    private Worker kcl(
            KinesisAsyncClient kinesis,
            DynamoDbAsyncClient dynamoDb,
            @Nullable CloudWatchAsyncClient cloudWatch,
            RecordProcessorFactory factory) {
        KclWorkerBuilder builder = KclWorker.builder(properties.application(), kinesis, dynamoDb, factory).stream(
                        properties.stream(), properties.start())
                .failurePolicy(failurePolicy())
                .stoppedShards(StoppedShards.RELEASE)
                .maxAttempts(Integer.MAX_VALUE)
                .configure(configuration -> {
                    if (configuration.retrieval().retrievalSpecificConfig() instanceof PollingConfig polling) {
                        polling.maxRecords(properties.maxRecords());
                    }
                    properties.kcl().accept(configuration);
                });
        if (properties.workerId() != null) {
            builder.workerId(properties.workerId());
        }
        if (properties.tableName() != null) {
            builder.tableName(properties.tableName());
        }
        if (cloudWatch != null) {
            builder.metrics(cloudWatch, properties.metricsLevel());
        }
        if (properties.fanOutConsumer() != null) {
            builder.fanOut(properties.fanOutConsumer());
        } else if (properties.pollInterval() != null) {
            builder.polling(properties.pollInterval());
        }
        return builder.build();
    }
}
