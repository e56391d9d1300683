package dev.millrace.multilang.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.multilang.shard.ChildProtocol;
import dev.millrace.processor.StartPosition;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.kinesis.metrics.MetricsLevel;

class DaemonFileTest {

    private static final Map<String, String> LEAST =
            Map.of("executableName", "sh child.sh", "applicationName", "words-app", "streamName", "words");

    private static DaemonProperties read(String... keysAndValues) {
        Map<String, String> all = new HashMap<>(LEAST);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            all.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        Properties properties = new Properties();
        properties.putAll(all);
        return DaemonFile.read(properties);
    }

    @Test
    void defaultsAreThese() {
        DaemonProperties read = read();
        assertThat(read.program().words()).containsExactly("sh", "child.sh");
        assertThat(read.engine()).isEqualTo(Engine.KCL);
        assertThat(read.childPolicy()).isEqualTo(ChildPolicy.RELEASE_SHARD);
        assertThat(read.children().silenceMillis()).isEqualTo(Long.MAX_VALUE);
        assertThat(read.children().graceMillis()).isEqualTo(30_000);
        assertThat(read.children().maxFailures()).isEqualTo(10);
        assertThat(read.children().replayBytes()).isEqualTo(4 << 20);
        assertThat(read.start()).isEqualTo(StartPosition.latest());
        assertThat(read.workerId()).isNull();
        assertThat(read.tableName()).isNull();
        assertThat(read.region()).isNull();
        assertThat(read.checkpointFolder()).isEqualTo(Path.of("words-app-checkpoints"));
        assertThat(read.kinesis()).isEqualTo(new ServiceClient(null, List.of(), null, null, null, null, null));
        assertThat(read.fanOutConsumer()).isNull();
        assertThat(read.pollInterval()).isEqualTo(Duration.ofMillis(1500));
        assertThat(read.maxRecords()).isEqualTo(10_000);
        assertThat(read.threads()).isEqualTo(256);
        assertThat(read.metricsLevel()).isEqualTo(MetricsLevel.DETAILED);
        assertThat(read.notes()).isEmpty();
        assertThat(read("engine", "local").pollInterval()).isNull();
        assertThat(read("kinesisEndpoint", "http://127.0.0.1:4567").metricsLevel())
                .isEqualTo(MetricsLevel.NONE);
    }

    /** The seeds' sample, of 2014 to 2017. */
    @Test
    void oldSampleRunsAsItIs(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("sample.properties");
        Files.writeString(file, """
                # The script that abides by the multi-language protocol.
                executableName = sh sample_kclpy_app.py

                streamName = words
                appName = PythonKCLSample
                AWSCredentialsProvider = DefaultAWSCredentialsProviderChain
                processingLanguage = python/2.7
                initialPositionInStream = TRIM_HORIZON
                #failoverTimeMillis = 10000
                """, StandardCharsets.ISO_8859_1);
        DaemonProperties read = DaemonFile.load(file.toString());
        assertThat(read.application()).isEqualTo("PythonKCLSample");
        assertThat(read.stream()).isEqualTo("words");
        assertThat(read.start()).isEqualTo(StartPosition.trimHorizon());
        assertThat(read.kinesis().credentials())
                .containsExactly(new CredentialsSpec(DefaultCredentialsProvider.class, List.of()));
        assertThat(read.dynamoDb().credentials()).isEqualTo(read.kinesis().credentials());
        assertThat(read.notes())
                .containsExactlyInAnyOrder(
                        "AWSCredentialsProvider is an old name (the key is now called AwsCredentialsProvider)",
                        "DefaultAWSCredentialsProviderChain is now called DefaultCredentialsProvider",
                        "appName is an old name (the key is now called applicationName)",
                        "processingLanguage has no meaning here: it was only ever part of a log line");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RetrievalMode          | retrievalMode
            failoverTimeMilis      | failoverTimeMillis
            excutableName          | executableName
            awsCredentialProvider  | AwsCredentialsProvider
            maxrecords             | maxRecords
            """)
    void misspeltKeysAreRefusedWithTheNearest(String written, String nearest) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(written, "POLLING"))
                .withMessage("unknown key: " + written + " (the nearest is " + nearest + ")");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            failoverTimeMillis              | abc           | failoverTimeMillis is no whole number: abc (allowed 1 to 2147483647)
            idleTimeBetweenReadsInMillis    | 0             | idleTimeBetweenReadsInMillis out of range: 0 (allowed 200 to 2147483647)
            maxRecords                      | 10001         | maxRecords out of range: 10001 (allowed 1 to 10000)
            cleanupLeasesUponShardCompletion| yes           | cleanupLeasesUponShardCompletion is unknown: yes (allowed true, false)
            retrievalMode                   | PUSH          | retrievalMode is unknown: PUSH (allowed DEFAULT, FANOUT, POLLING)
            initialPositionInStream         | AT_TIMESTAMP  | initialPositionInStream is unknown: AT_TIMESTAMP (allowed LATEST, TRIM_HORIZON)
            kinesisEndpoint                 | localhost     | kinesisEndpoint is no URL of a service: localhost (such as http://127.0.0.1:4567)
            executableName                  | no-such-thing | executableName names no program: no-such-thing (one of the PATH, or the path of one that may be run; words are separated by blanks, there are no quotes)
            streamArn                       | words         | streamArn is no ARN of a stream: words (arn:aws:kinesis:REGION:ACCOUNT:stream/NAME)
            workerMetricsEMAAlpha           | 2             | workerMetricsEMAAlpha is no number that can be used: 2 (above 0, at most 1.0)
            staleWorkerMetricsEntryCleanupDuration | 1 day  | staleWorkerMetricsEntryCleanupDuration is no time: 1 day (as in ISO 8601, such as P1D or PT2H)
            coordinatorStateTags            | a             | coordinatorStateTags has a tag without value: a (key=value,key=value)
            applicationName                 | a b           | applicationName cannot be used: a b (allowed 3 to 246 characters of a-z A-Z 0-9 _ . -)
            """)
    void valuesThatAreNotAllowedAreRefused(String key, String value, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> read(key, value)).withMessage(message);
    }

    @Test
    void requiredKeysAreNamed() {
        for (String key : LEAST.keySet()) {
            Properties properties = new Properties();
            properties.putAll(LEAST);
            properties.remove(key);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DaemonFile.read(properties))
                    .withMessageStartingWith(key + " is missing");
        }
    }

    @Test
    void oneSettingUnderTwoNamesIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("appName", "other"))
                .withMessage("one setting is there twice: appName and applicationName");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("initialPositionInStream", "LATEST", "initialPositionInStreamExtended", "1"))
                .withMessageStartingWith("one setting is there twice");
    }

    @Test
    void blanksAroundValuesDoNotCount() {
        assertThat(read("retrievalMode", "POLLING ").fanOutConsumer()).isNull();
    }

    @Test
    void startMayBeAMoment() {
        assertThat(read("initialPositionInStreamExtended", "1700000000").start())
                .isEqualTo(StartPosition.atTimestamp(Instant.ofEpochSecond(1_700_000_000)));
    }

    @Test
    void recordsArePushedWhenTheFileSaysSo() {
        assertThat(read("retrievalMode", "fanout").fanOutConsumer()).isEqualTo("words-app");
        assertThat(read("retrievalMode", "DEFAULT", "fanoutConfig.consumerName", "me")
                        .fanOutConsumer())
                .isEqualTo("me");
        DaemonProperties polled = read("retrievalMode", "DEFAULT", "maxRecords", "100");
        assertThat(polled.fanOutConsumer()).isNull();
        assertThat(polled.notes()).singleElement().asString().contains("maxRecords");
    }

    @Test
    void whatMeansNothingWithTheEngineIsTold() {
        DaemonProperties read = read("engine", "LOCAL", "failoverTimeMillis", "5000", "tableName", "leases");
        assertThat(read.notes())
                .containsExactly(
                        "failoverTimeMillis has no meaning with engine=local: it is for the Kinesis Client Library",
                        "tableName has no meaning with engine=local: it is for the Kinesis Client Library");
        assertThat(read("checkpointFolder", "ck").notes())
                .singleElement()
                .asString()
                .startsWith("checkpointFolder has no meaning with engine=kcl");
    }

    @Test
    void endpointsAndTheArnAreTaken() {
        DaemonProperties read = read(
                "kinesisEndpoint", "http://127.0.0.1:4567",
                "dynamoDBEndpoint", "http://127.0.0.1:8000",
                "cloudWatchClient.endpointOverride", "https://monitoring.example.org",
                "streamArn", "arn:aws:kinesis:eu-central-1:000000000000:stream/words");
        assertThat(read.kinesis().endpoint()).isEqualTo(URI.create("http://127.0.0.1:4567"));
        assertThat(read.dynamoDb().endpoint()).isEqualTo(URI.create("http://127.0.0.1:8000"));
        assertThat(read.cloudWatch().endpoint()).isEqualTo(URI.create("https://monitoring.example.org"));
        assertThat(read.stream()).isEqualTo("arn:aws:kinesis:eu-central-1:000000000000:stream/words");
    }

    /** As in the sample's file of the package for Python. */
    @Test
    void ofAnArnOfAnotherRegionTheNameIsTaken() {
        DaemonProperties read = read(
                "regionName", "us-east-1",
                "streamArn", "arn:aws:kinesis:us-east-5:000000000000:stream/sample");
        assertThat(read.stream()).isEqualTo("sample");
        assertThat(read.notes())
                .containsExactly("the stream sample of regionName=us-east-1 is read, though streamArn is of us-east-5:"
                        + " arn:aws:kinesis:us-east-5:000000000000:stream/sample");
    }

    @Test
    void childrenOfTheOldProtocolAreTold() {
        assertThat(read("childProtocol", "v1").children().protocol()).isEqualTo(ChildProtocol.V1);
        assertThat(read("childProtocol", "V2").children().protocol()).isEqualTo(ChildProtocol.V2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("childProtocol", "3"))
                .withMessage("childProtocol is unknown: 3 (allowed V1, V2)");
    }

    @Test
    void credentialsProvidersAreMadeWithTheirArguments() {
        DaemonProperties read = read(
                "awscredentialsprovider", "ProfileCredentialsProvider|other, DefaultCredentialsProvider",
                "AwsCredentialsProviderDynamoDB", "software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider");
        assertThat(read.kinesis().credentials())
                .containsExactly(
                        new CredentialsSpec(ProfileCredentialsProvider.class, List.of("other")),
                        new CredentialsSpec(DefaultCredentialsProvider.class, List.of()));
        assertThat(read.kinesis().credentials().get(0).make()).isInstanceOf(ProfileCredentialsProvider.class);
        assertThat(read.dynamoDb().credentials()).hasSize(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("AwsCredentialsProvider", "java.lang.String"))
                .withMessageContaining("provides no credentials");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("AwsCredentialsProvider", "NoSuchProvider"))
                .withMessageContaining("names no class");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kinesisClient.retryPolicy", "dynamoDbClient.fipsEnable"})
    void otherKeysOfClientsAreRefusedWithTheReason(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(key, "x"))
                .withMessageContaining("not supported: " + key)
                .withMessageContaining("environment variables and profiles");
    }

    @Test
    void clientsAreMadeAsTheirKeysSay() {
        DaemonProperties read = read(
                "kinesisClient.region", "eu-west-1",
                "kinesisClient.dualstackEnabled", "true",
                "dynamoDbClient.fipsEnabled", "false",
                "cloudWatchClient.overrideConfiguration.apiCallTimeout", "PT30S",
                "cloudWatchClient.overrideConfiguration.apiCallAttemptTimeout", "PT2.5S",
                "kinesisCredentialsProvider.class", "ProfileCredentialsProvider");
        assertThat(read.kinesis().region()).isEqualTo("eu-west-1");
        assertThat(read.kinesis().dualstack()).isTrue();
        assertThat(read.kinesis().fips()).isNull();
        assertThat(read.kinesis().credentials())
                .containsExactly(new CredentialsSpec(ProfileCredentialsProvider.class, List.of()));
        assertThat(read.dynamoDb().fips()).isFalse();
        assertThat(read.dynamoDb().region()).isNull();
        assertThat(read.cloudWatch().callTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(read.cloudWatch().attemptTimeout()).isEqualTo(Duration.ofMillis(2_500));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("kinesisClient.overrideConfiguration.apiCallTimeout", "30"))
                .withMessageContaining("no duration");
    }

    /** Every key of the reference daemon, as the fact sheet lists them. */
    @Test
    void everyKeyOfTheReferenceDaemonIsKnown() {
        assertThat(DaemonFile.keys().keySet())
                .contains(
                        "executableName",
                        "processingLanguage",
                        "maxActiveThreads",
                        "timeoutInSeconds",
                        "shutdownGraceMillis",
                        "applicationName",
                        "streamName",
                        "streamArn",
                        "workerId",
                        "workerIdentifier",
                        "tableName",
                        "regionName",
                        "kinesisEndpoint",
                        "dynamoDBEndpoint",
                        "AwsCredentialsProvider",
                        "AwsCredentialsProviderDynamoDB",
                        "AwsCredentialsProviderCloudWatch",
                        "initialPositionInStream",
                        "initialPositionInStreamExtended",
                        "retrievalMode",
                        "maxRecords",
                        "idleTimeBetweenReadsInMillis",
                        "retryGetRecordsInSeconds",
                        "maxGetRecordsThreadPool",
                        "millisBehindLatestThresholdForReducedTps",
                        "fanoutConfig.consumerArn",
                        "fanoutConfig.consumerName",
                        "fanoutConfig.maxDescribeStreamSummaryRetries",
                        "fanoutConfig.maxDescribeStreamConsumerRetries",
                        "fanoutConfig.registerStreamConsumerRetries",
                        "fanoutConfig.retryBackoffMillis",
                        "callProcessRecordsEvenForEmptyRecordList",
                        "failoverTimeMillis",
                        "leaseAssignmentIntervalMillis",
                        "shardSyncIntervalMillis",
                        "cleanupLeasesUponShardCompletion",
                        "ignoreUnexpectedChildShards",
                        "maxLeasesForWorker",
                        "maxLeasesToStealAtOneTime",
                        "enablePriorityLeaseAssignment",
                        "maxLeaseRenewalThreads",
                        "leaseTableScanTotalSegments",
                        "initialLeaseTableReadCapacity",
                        "initialLeaseTableWriteCapacity",
                        "leaseTablePitrEnabled",
                        "leaseTableDeletionProtectionEnabled",
                        "listShardsBackoffTimeInMillis",
                        "maxListShardsRetryAttempts",
                        "isGracefulLeaseHandoffEnabled",
                        "gracefulLeaseHandoffTimeoutMillis",
                        "parentShardPollIntervalMillis",
                        "skipShardSyncAtWorkerInitializationIfLeasesExist",
                        "schedulerInitializationBackoffTimeMillis",
                        "shardPrioritization",
                        "clientVersionConfig",
                        "migrateAllEntitiesToLeaseTable",
                        "tableMigrationCompleteBakeTimeSeconds",
                        "coordinatorStateTableName",
                        "coordinatorStateBillingMode",
                        "coordinatorStateReadCapacity",
                        "coordinatorStateWriteCapacity",
                        "coordinatorStatePointInTimeRecoveryEnabled",
                        "coordinatorStateDeletionProtectionEnabled",
                        "coordinatorStateTags",
                        "disableWorkerMetrics",
                        "inMemoryWorkerMetricsCaptureFrequencyMillis",
                        "workerMetricsReporterFreqInMillis",
                        "noOfPersistedMetricsPerWorkerMetrics",
                        "maxThroughputPerHostKBps",
                        "dampeningPercentage",
                        "reBalanceThresholdPercentage",
                        "allowThroughputOvershoot",
                        "varianceBalancingFrequency",
                        "workerMetricsEMAAlpha",
                        "staleWorkerMetricsEntryCleanupDuration",
                        "workerMetricsTableName",
                        "workerMetricsBillingMode",
                        "workerMetricsReadCapacity",
                        "workerMetricsWriteCapacity",
                        "workerMetricsPointInTimeRecoveryEnabled",
                        "workerMetricsDeletionProtectionEnabled",
                        "workerMetricsTags",
                        "taskBackoffTimeMillis",
                        "logWarningForTaskAfterMillis",
                        "metricsLevel",
                        "metricsEnabledDimensions",
                        "metricsBufferTimeMillis",
                        "metricsMaxQueueSize",
                        "validateSequenceNumberBeforeCheckpointing",
                        "billingMode");
    }

    @Test
    void everyKeyIsInTheDocumentation() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "daemon.md"));
        assertThat(DaemonFile.keys().keySet())
                .allSatisfy(key -> assertThat(page).contains("`" + key + "`"));
    }
}
