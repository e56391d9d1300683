package dev.millrace.multilang.properties;

import static dev.millrace.multilang.properties.LibraryKeys.part;

import dev.millrace.kcl.KclConfiguration;
import dev.millrace.text.PropertyKey;
import dev.millrace.text.PropertyValue;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.Tag;
import software.amazon.kinesis.common.DdbTableConfig;
import software.amazon.kinesis.leases.LeaseManagementConfig.WorkerUtilizationAwareAssignmentConfig;

/** Keys for how the Kinesis Client Library measures its workers, and for the tables it once kept beside that of leases. */
final class WorkerKeys {

    private static final int MOST = Integer.MAX_VALUE;
    private static final int PERCENT = 100;
    private static final Function<PropertyValue, Boolean> FLAG = PropertyValue::flag;

    private WorkerKeys() {}

    @SuppressWarnings("deprecation") // Applications of earlier versions have these tables still.
    static List<PropertyKey<DaemonDraft>> all() {
        return Stream.of(
                        workers(),
                        table(
                                "workerMetrics",
                                configuration -> configuration
                                        .leaseManagement()
                                        .workerUtilizationAwareAssignmentConfig()
                                        .workerMetricsTableConfig()),
                        table(
                                "coordinatorState",
                                configuration -> configuration.coordinator().coordinatorStateTableConfig()))
                .flatMap(List::stream)
                .toList();
    }

    private static List<PropertyKey<DaemonDraft>> workers() {
        return List.of(
                worker("disableWorkerMetrics", FLAG, WorkerUtilizationAwareAssignmentConfig::disableWorkerMetrics),
                worker(
                        "inMemoryWorkerMetricsCaptureFrequencyMillis",
                        LibraryKeys::millis,
                        WorkerUtilizationAwareAssignmentConfig::inMemoryWorkerMetricsCaptureFrequencyMillis),
                worker(
                        "workerMetricsReporterFreqInMillis",
                        LibraryKeys::millis,
                        WorkerUtilizationAwareAssignmentConfig::workerMetricsReporterFreqInMillis),
                worker(
                        "noOfPersistedMetricsPerWorkerMetrics",
                        LibraryKeys::count,
                        WorkerUtilizationAwareAssignmentConfig::noOfPersistedMetricsPerWorkerMetrics),
                worker(
                        "maxThroughputPerHostKBps",
                        value -> fraction(value, Double.MAX_VALUE),
                        WorkerUtilizationAwareAssignmentConfig::maxThroughputPerHostKBps),
                worker(
                        "dampeningPercentage",
                        value -> value.integer(1, PERCENT),
                        WorkerUtilizationAwareAssignmentConfig::dampeningPercentage),
                worker(
                        "reBalanceThresholdPercentage",
                        value -> value.integer(1, PERCENT),
                        WorkerUtilizationAwareAssignmentConfig::reBalanceThresholdPercentage),
                worker(
                        "allowThroughputOvershoot",
                        FLAG,
                        WorkerUtilizationAwareAssignmentConfig::allowThroughputOvershoot),
                worker(
                        "varianceBalancingFrequency",
                        LibraryKeys::count,
                        WorkerUtilizationAwareAssignmentConfig::varianceBalancingFrequency),
                worker(
                        "workerMetricsEMAAlpha",
                        value -> fraction(value, 1),
                        WorkerUtilizationAwareAssignmentConfig::workerMetricsEMAAlpha),
                worker(
                        "staleWorkerMetricsEntryCleanupDuration",
                        WorkerKeys::duration,
                        WorkerUtilizationAwareAssignmentConfig::staleWorkerMetricsEntryCleanupDuration));
    }

    private static List<PropertyKey<DaemonDraft>> table(
            String table, Function<KclConfiguration, DdbTableConfig> config) {
        return List.of(
                part(table + "TableName", PropertyValue::text, config, DdbTableConfig::tableName),
                part(table + "BillingMode", WorkerKeys::billing, config, DdbTableConfig::billingMode),
                part(table + "ReadCapacity", value -> value.number(1, MOST), config, DdbTableConfig::readCapacity),
                part(table + "WriteCapacity", value -> value.number(1, MOST), config, DdbTableConfig::writeCapacity),
                part(table + "PointInTimeRecoveryEnabled", FLAG, config, DdbTableConfig::pointInTimeRecoveryEnabled),
                part(table + "DeletionProtectionEnabled", FLAG, config, DdbTableConfig::deletionProtectionEnabled),
                part(table + "Tags", WorkerKeys::tags, config, DdbTableConfig::tags));
    }

    private static <T> PropertyKey<DaemonDraft> worker(
            String name, Function<PropertyValue, T> read, BiConsumer<WorkerUtilizationAwareAssignmentConfig, T> set) {
        return part(
                name,
                read,
                configuration -> configuration.leaseManagement().workerUtilizationAwareAssignmentConfig(),
                set);
    }

    private static double fraction(PropertyValue value, double most) {
        try {
            double number = Double.parseDouble(value.text());
            if (number > 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw value.wrong("is no number that can be used", "above 0, at most " + most);
    }

    private static Duration duration(PropertyValue value) {
        try {
            Duration duration = Duration.parse(value.text());
            if (!duration.isNegative() && !duration.isZero()) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // Said below.
        }
        throw value.wrong("is no time", "as in ISO 8601, such as P1D or PT2H");
    }

    private static BillingMode billing(PropertyValue value) {
        return BillingMode.fromValue(value.oneOf("PAY_PER_REQUEST", "PROVISIONED"));
    }

    private static Collection<Tag> tags(PropertyValue value) {
        return Arrays.stream(value.text().split(",", -1))
                .map(tag -> {
                    int equals = tag.indexOf('=');
                    if (equals < 1) {
                        throw value.wrong("has a tag without value", "key=value,key=value");
                    }
                    return Tag.builder()
                            .key(tag.substring(0, equals).strip())
                            .value(tag.substring(equals + 1).strip())
                            .build();
                })
                .toList();
    }
}
