package dev.millrace.system.cluster;

import dev.millrace.kcl.KclConfiguration;
import dev.millrace.kcl.KclWorker;
import dev.millrace.processor.Checkpointer;
import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.InitializationInput;
import dev.millrace.processor.ProcessRecordsInput;
import dev.millrace.processor.ReceivedRecord;
import dev.millrace.processor.RecordProcessor;
import dev.millrace.processor.ShardEndedInput;
import dev.millrace.processor.ShutdownRequestedInput;
import dev.millrace.processor.StartPosition;
import dev.millrace.system.cluster.Event.Kind;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/**
 * A process that does nothing but run a worker, and tells what happens, an {@link Event} in each line. It is to be killed,
 * frozen or asked to end. Arguments: endpoint of Kinesis, of DynamoDB, stream and application, the worker's id.
 */
final class ClusterWorker {

    private static final Duration GRACE = Duration.ofSeconds(20);

    /** One in so many records is followed by a checkpoint. */
    private static final int CHECKPOINT_EVERY = 5;

    private static final AtomicInteger RUNS = new AtomicInteger();
    private static final FileOutputStream OUTPUT = new FileOutputStream(FileDescriptor.out);

    private ClusterWorker() {}

    public static void main(String[] arguments) {
        try (KinesisAsyncClient kinesis = Clients.kinesis(URI.create(arguments[0]));
                DynamoDbAsyncClient dynamoDb = Clients.dynamoDb(URI.create(arguments[1]))) {
            KclWorker.builder(arguments[2], kinesis, dynamoDb, Teller::new).stream(
                            arguments[2], StartPosition.trimHorizon())
                    .workerId(arguments[3])
                    .polling(Duration.ofMillis(200))
                    .configure(ClusterWorker::quicken)
                    .build()
                    .run(GRACE);
        }
    }

    /** Leases run out after three seconds, the leader's too; who is gone is forgotten after two. */
    private static void quicken(KclConfiguration configuration) {
        configuration
                .coordinator()
                .parentShardPollIntervalMillis(200)
                .shardConsumerDispatchPollIntervalMillis(100)
                .schedulerInitializationBackoffTimeMillis(200);
        configuration
                .leaseManagement()
                .failoverTimeMillis(3_000)
                .leaseAssignmentIntervalMillis(500L)
                .shardSyncIntervalMillis(1_000)
                .maxCacheMissesBeforeReload(0)
                .dynamoDbLockBasedLeaderLeaseDurationInMillis(3_000)
                .dynamoDbLockBasedLeaderHeartbeatPeriodInMillis(1_000);
        configuration
                .leaseManagement()
                .workerUtilizationAwareAssignmentConfig()
                .disableWorkerMetrics(true)
                .workerMetricsReporterFreqInMillis(1_000);
        configuration.lifecycle().taskBackoffTimeMillis(200);
    }

    /** Tells first, then does the next: what is on the way out when the process dies was told or did not happen. */
    private static final class Teller implements RecordProcessor {

        private final int run = RUNS.incrementAndGet();
        private String shardId = "";
        private ExtendedSequenceNumber last = ExtendedSequenceNumber.TRIM_HORIZON;

        @Override
        public void initialize(InitializationInput input) throws IOException {
            shardId = input.shardId();
            last = input.checkpoint();
            tell(Kind.INITIALIZED, last, -1);
        }

        @Override
        public void processRecords(ProcessRecordsInput input) throws IOException {
            for (ReceivedRecord record : input.records()) {
                last = record.extendedSequenceNumber();
                tell(Kind.DELIVERED, last, NumberedRecord.number(record.data()));
                if (ThreadLocalRandom.current().nextInt(CHECKPOINT_EVERY) == 0) {
                    checkpoint(input.checkpointer());
                }
            }
        }

        @Override
        public void shutdownRequested(ShutdownRequestedInput input) throws IOException {
            if (last.isNumber()) {
                checkpoint(input.checkpointer());
            }
        }

        @Override
        public void shardEnded(ShardEndedInput input) throws IOException {
            tell(Kind.ENDING, last, -1);
            if (last.isNumber()) {
                checkpoint(input.checkpointer());
            }
        }

        @Override
        public void leaseLost() throws IOException {
            tell(Kind.LEASE_LOST, last, -1);
        }

        private void checkpoint(Checkpointer checkpointer) throws IOException {
            tell(Kind.CHECKPOINTING, last, -1);
            try {
                checkpointer.checkpoint(last.sequenceNumber(), last.subSequenceNumber());
            } catch (RuntimeException e) {
                tell(Kind.REFUSED, last, -1);
                throw e;
            }
            tell(Kind.CHECKPOINTED, last, -1);
        }

        /** In a single write, so that no line is torn. */
        private void tell(Kind kind, ExtendedSequenceNumber place, int number) throws IOException {
            String line = new Event(kind, run, Event.now(), shardId, place, number).line() + "\n";
            OUTPUT.write(line.getBytes(StandardCharsets.US_ASCII));
        }
    }
}
