package dev.millrace.kcl;

import software.amazon.kinesis.coordinator.CoordinatorConfig;
import software.amazon.kinesis.leases.LeaseManagementConfig;
import software.amazon.kinesis.lifecycle.LifecycleConfig;
import software.amazon.kinesis.retrieval.polling.PollingConfig;

/** Short intervals for the library, so that tests do not wait for those that it has for the world. */
final class Quick {

    private Quick() {}

    static void configure(KclConfiguration configuration) {
        configure(configuration.coordinator());
        configure(configuration.leaseManagement());
        configure(configuration.lifecycle());
        if (configuration.retrieval().retrievalSpecificConfig() instanceof PollingConfig polling) {
            polling.idleTimeBetweenReadsInMillis(200);
        }
    }

    static CoordinatorConfig configure(CoordinatorConfig config) {
        return config.parentShardPollIntervalMillis(200)
                .shardConsumerDispatchPollIntervalMillis(100)
                .schedulerInitializationBackoffTimeMillis(200);
    }

    static LeaseManagementConfig configure(LeaseManagementConfig config) {
        config.workerUtilizationAwareAssignmentConfig().disableWorkerMetrics(true);
        return config.failoverTimeMillis(10_000)
                .leaseAssignmentIntervalMillis(500L)
                .shardSyncIntervalMillis(1_000)
                .maxCacheMissesBeforeReload(0)
                .dynamoDbLockBasedLeaderLeaseDurationInMillis(3_000)
                .dynamoDbLockBasedLeaderHeartbeatPeriodInMillis(1_000);
    }

    static LifecycleConfig configure(LifecycleConfig config) {
        return config.taskBackoffTimeMillis(200);
    }
}
