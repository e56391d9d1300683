package dev.millrace.kcl;

import software.amazon.kinesis.checkpoint.CheckpointConfig;
import software.amazon.kinesis.coordinator.CoordinatorConfig;
import software.amazon.kinesis.leases.LeaseManagementConfig;
import software.amazon.kinesis.lifecycle.LifecycleConfig;
import software.amazon.kinesis.metrics.MetricsConfig;
import software.amazon.kinesis.processor.ProcessorConfig;
import software.amazon.kinesis.retrieval.RetrievalConfig;

/**
 * The library's own settings, as the worker has set them, to be changed before it starts. See
 * {@link KclWorkerBuilder#configure}.
 *
 * @param checkpoint where checkpoints go
 * @param coordinator start, dispatch, waiting for parents
 * @param leaseManagement leases and their table
 * @param lifecycle what happens between reading and processing; its {@code aggregatorUtil} has to stay one of ours
 * @param metrics what is measured, and where that goes
 * @param processor how processors are made; it has to stay as it is
 * @param retrieval how records are got
 */
public record KclConfiguration(
        CheckpointConfig checkpoint,
        CoordinatorConfig coordinator,
        LeaseManagementConfig leaseManagement,
        LifecycleConfig lifecycle,
        MetricsConfig metrics,
        ProcessorConfig processor,
        RetrievalConfig retrieval) {}
