package dev.millrace.multilang.shard;

import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.KinesisRecord;
import dev.millrace.processor.ReceivedRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Reads a part of a shard once more, from one place to another. Each call of {@link #next} is one read. */
final class StreamAgain {

    private static final Logger LOG = LoggerFactory.getLogger(StreamAgain.class);

    /** Kinesis records in one read. */
    private static final int MOST_RECORDS = 1_000;

    private final KinesisAsyncClient client;
    private final String stream;
    private final String shardId;
    private final ExtendedSequenceNumber behind;
    private final ExtendedSequenceNumber through;
    private @Nullable String iterator;
    private boolean ended;

    /**
     * Reads nothing yet.
     *
     * @param stream name or ARN
     * @param from the Kinesis record to begin with
     * @param behind nothing up to this place is handed out
     * @param through the last record that is wanted
     * @throws SdkException if the service refuses
     */
    StreamAgain(
            KinesisAsyncClient client,
            String stream,
            String shardId,
            String from,
            ExtendedSequenceNumber behind,
            ExtendedSequenceNumber through) {
        this.client = client;
        this.stream = stream;
        this.shardId = shardId;
        this.behind = behind;
        this.through = through;
        this.iterator = call(() -> client.getShardIterator(request -> named(request, stream)
                        .shardId(shardId)
                        .shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)
                        .startingSequenceNumber(from))
                .join()
                .shardIterator());
    }

    /** Whether there is nothing more to hand out. */
    boolean isEnded() {
        return ended;
    }

    /**
     * The next records, perhaps none.
     *
     * @throws SdkException if the service refuses
     */
    List<ReceivedRecord> next() {
        GetRecordsResponse response = call(() -> client.getRecords(
                        request -> request.shardIterator(iterator).limit(MOST_RECORDS))
                .join());
        iterator = response.nextShardIterator();
        List<ReceivedRecord> opened = new ArrayList<>();
        KinesisRecord.openEach(
                        response.records().stream().map(StreamAgain::whole).toList())
                .forEach(opened::addAll);
        List<ReceivedRecord> wanted = new ArrayList<>(opened.size());
        for (ReceivedRecord record : DeliveredRecords.behind(opened, behind)) {
            int place = record.extendedSequenceNumber().compareTo(through);
            ended |= place >= 0;
            if (place <= 0) {
                wanted.add(record);
            }
        }
        if (!ended && (iterator == null || isAtTip(response))) {
            LOG.warn("records that were delivered are no longer in the stream: stream={} shard={}", stream, shardId);
            ended = true;
        }
        return wanted;
    }

    /** Whether what is wanted cannot come any more, since it was there before. */
    private static boolean isAtTip(GetRecordsResponse response) {
        Long behind = response.millisBehindLatest();
        return response.records().isEmpty() && behind != null && behind == 0;
    }

    private static KinesisRecord whole(Record record) {
        Instant arrival = record.approximateArrivalTimestamp();
        return new KinesisRecord(
                record.sequenceNumber(),
                record.partitionKey(),
                arrival == null ? Instant.EPOCH : arrival,
                record.data().asByteBuffer());
    }

    private static GetShardIteratorRequest.Builder named(GetShardIteratorRequest.Builder request, String nameOrArn) {
        return nameOrArn.startsWith("arn:") ? request.streamARN(nameOrArn) : request.streamName(nameOrArn);
    }

    private static <T> T call(Supplier<T> request) {
        try {
            return request.get();
        } catch (CompletionException e) {
            throw e.getCause() instanceof SdkException failure ? failure : e;
        }
    }
}
