package dev.millrace.multilang.properties;

import static dev.millrace.text.PropertyKey.unused;
import static dev.millrace.text.PropertyKey.used;

import dev.millrace.kcl.KclConfiguration;
import dev.millrace.text.PropertyKey;
import dev.millrace.text.PropertyValue;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.kinesis.coordinator.CoordinatorConfig;
import software.amazon.kinesis.coordinator.CoordinatorConfig.ClientVersionConfig;
import software.amazon.kinesis.leases.LeaseManagementConfig;
import software.amazon.kinesis.leases.LeaseManagementConfig.GracefulLeaseHandoffConfig;
import software.amazon.kinesis.lifecycle.LifecycleConfig;
import software.amazon.kinesis.metrics.MetricsConfig;
import software.amazon.kinesis.metrics.MetricsLevel;

/** Keys for what the Kinesis Client Library has of its own: leases, coordination, its metrics. Times in milliseconds. */
final class LibraryKeys {

    private static final int MOST = Integer.MAX_VALUE;
    private static final Function<PropertyValue, Boolean> FLAG = PropertyValue::flag;

    private LibraryKeys() {}

    /** A time, from 1. */
    static Long millis(PropertyValue value) {
        return value.number(1, MOST);
    }

    /** A number, from 1. */
    static Integer count(PropertyValue value) {
        return value.integer(1, MOST);
    }

    static List<PropertyKey<DaemonDraft>> all() {
        return List.of(
                lease("failoverTimeMillis", LibraryKeys::millis, LeaseManagementConfig::failoverTimeMillis),
                lease(
                        "leaseAssignmentIntervalMillis",
                        LibraryKeys::millis,
                        LeaseManagementConfig::leaseAssignmentIntervalMillis),
                lease("shardSyncIntervalMillis", LibraryKeys::millis, LeaseManagementConfig::shardSyncIntervalMillis),
                lease(
                        "cleanupLeasesUponShardCompletion",
                        FLAG,
                        LeaseManagementConfig::cleanupLeasesUponShardCompletion),
                lease("ignoreUnexpectedChildShards", FLAG, LeaseManagementConfig::ignoreUnexpectedChildShards),
                lease("maxLeasesForWorker", LibraryKeys::count, LeaseManagementConfig::maxLeasesForWorker),
                lease(
                        "maxLeasesToStealAtOneTime",
                        LibraryKeys::count,
                        LeaseManagementConfig::maxLeasesToStealAtOneTime),
                lease("enablePriorityLeaseAssignment", FLAG, LeaseManagementConfig::enablePriorityLeaseAssignment),
                lease("maxLeaseRenewalThreads", LibraryKeys::count, LeaseManagementConfig::maxLeaseRenewalThreads),
                lease(
                        "leaseTableScanTotalSegments",
                        LibraryKeys::count,
                        LeaseManagementConfig::leaseTableScanTotalSegments),
                lease(
                        "initialLeaseTableReadCapacity",
                        LibraryKeys::count,
                        LeaseManagementConfig::initialLeaseTableReadCapacity),
                lease(
                        "initialLeaseTableWriteCapacity",
                        LibraryKeys::count,
                        LeaseManagementConfig::initialLeaseTableWriteCapacity),
                lease("leaseTablePitrEnabled", FLAG, LeaseManagementConfig::leaseTablePitrEnabled),
                lease(
                        "leaseTableDeletionProtectionEnabled",
                        FLAG,
                        LeaseManagementConfig::leaseTableDeletionProtectionEnabled),
                lease(
                        "listShardsBackoffTimeInMillis",
                        LibraryKeys::millis,
                        LeaseManagementConfig::listShardsBackoffTimeInMillis),
                lease(
                        "maxListShardsRetryAttempts",
                        LibraryKeys::count,
                        LeaseManagementConfig::maxListShardsRetryAttempts),
                handoff(
                        "isGracefulLeaseHandoffEnabled",
                        FLAG,
                        GracefulLeaseHandoffConfig::isGracefulLeaseHandoffEnabled),
                handoff(
                        "gracefulLeaseHandoffTimeoutMillis",
                        LibraryKeys::millis,
                        GracefulLeaseHandoffConfig::gracefulLeaseHandoffTimeoutMillis),
                coordinator(
                        "parentShardPollIntervalMillis",
                        LibraryKeys::millis,
                        CoordinatorConfig::parentShardPollIntervalMillis),
                coordinator(
                        "skipShardSyncAtWorkerInitializationIfLeasesExist",
                        FLAG,
                        CoordinatorConfig::skipShardSyncAtWorkerInitializationIfLeasesExist),
                coordinator(
                        "schedulerInitializationBackoffTimeMillis",
                        LibraryKeys::millis,
                        CoordinatorConfig::schedulerInitializationBackoffTimeMillis),
                coordinator(
                        "clientVersionConfig",
                        value -> value.oneOf(ClientVersionConfig.class),
                        CoordinatorConfig::clientVersionConfig),
                coordinator("migrateAllEntitiesToLeaseTable", FLAG, CoordinatorConfig::migrateAllEntitiesToLeaseTable),
                coordinator(
                        "tableMigrationCompleteBakeTimeSeconds",
                        value -> value.number(1, MOST),
                        CoordinatorConfig::tableMigrationCompleteBakeTimeSeconds),
                lifecycle("taskBackoffTimeMillis", LibraryKeys::millis, LifecycleConfig::taskBackoffTimeMillis),
                lifecycle(
                        "logWarningForTaskAfterMillis",
                        value -> Optional.of(millis(value)),
                        LifecycleConfig::logWarningForTaskAfterMillis),
                unused(
                        "callProcessRecordsEvenForEmptyRecordList",
                        "children get no empty batches",
                        (value, draft) -> value.flag()),
                used("metricsLevel", (value, draft) -> {
                    draft.metricsLevel = value.oneOf(MetricsLevel.class);
                    draft.configure(value, configuration -> {});
                }),
                metrics("metricsEnabledDimensions", LibraryKeys::words, MetricsConfig::metricsEnabledDimensions),
                metrics("metricsBufferTimeMillis", LibraryKeys::millis, MetricsConfig::metricsBufferTimeMillis),
                metrics("metricsMaxQueueSize", LibraryKeys::count, MetricsConfig::metricsMaxQueueSize));
    }

    private static Set<String> words(PropertyValue value) {
        return Arrays.stream(value.text().split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static <T> PropertyKey<DaemonDraft> lease(
            String name, Function<PropertyValue, T> read, BiConsumer<LeaseManagementConfig, T> set) {
        return part(name, read, KclConfiguration::leaseManagement, set);
    }

    private static <T> PropertyKey<DaemonDraft> handoff(
            String name, Function<PropertyValue, T> read, BiConsumer<GracefulLeaseHandoffConfig, T> set) {
        return part(name, read, all -> all.leaseManagement().gracefulLeaseHandoffConfig(), set);
    }

    private static <T> PropertyKey<DaemonDraft> coordinator(
            String name, Function<PropertyValue, T> read, BiConsumer<CoordinatorConfig, T> set) {
        return part(name, read, KclConfiguration::coordinator, set);
    }

    private static <T> PropertyKey<DaemonDraft> lifecycle(
            String name, Function<PropertyValue, T> read, BiConsumer<LifecycleConfig, T> set) {
        return part(name, read, KclConfiguration::lifecycle, set);
    }

    private static <T> PropertyKey<DaemonDraft> metrics(
            String name, Function<PropertyValue, T> read, BiConsumer<MetricsConfig, T> set) {
        return part(name, read, KclConfiguration::metrics, set);
    }

    /** A key for a setting in a part of the configuration. */
    static <C, T> PropertyKey<DaemonDraft> part(
            String name, Function<PropertyValue, T> read, Function<KclConfiguration, C> part, BiConsumer<C, T> set) {
        return used(name, (value, draft) -> {
            T setting = read.apply(value);
            draft.configure(value, configuration -> set.accept(part.apply(configuration), setting));
        });
    }
}
