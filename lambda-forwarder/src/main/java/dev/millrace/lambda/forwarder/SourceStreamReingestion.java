package dev.millrace.lambda.forwarder;

import dev.millrace.lambda.firehose.FirehoseEvent;
import dev.millrace.lambda.firehose.FirehoseRecord;
import dev.millrace.lambda.firehose.OverBudget;
import dev.millrace.producer.Producer;
import dev.millrace.record.UserRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/**
 * Puts records that did not fit a response back into the Kinesis stream that Firehose reads, with their partition keys.
 * Firehose brings them again, behind what is in the stream by then, and so does the stream to all its other readers.
 */
public final class SourceStreamReingestion implements OverBudget.Reingestion {

    private final KinesisAsyncClient client;
    private final Duration timeout;

    /**
     * @param client of the source stream; stays its owner's to close
     * @param timeout how long the records may take to be stored; less than the function's
     */
    public SourceStreamReingestion(KinesisAsyncClient client, Duration timeout) {
        this.client = Objects.requireNonNull(client, "client");
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("timeout out of range: " + timeout + " (must be positive)");
        }
        this.timeout = timeout;
    }

    /**
     * Puts them back.
     *
     * @throws IllegalArgumentException if Firehose reads no stream, or a record has no partition key
     */
    @Override
    public void putBack(FirehoseEvent event, List<FirehoseRecord> records) throws Exception {
        String stream = event.getSourceKinesisStreamArn();
        if (stream == null) {
            throw new IllegalArgumentException("no stream to put records back into: deliveryStreamArn="
                    + event.getDeliveryStreamArn() + " has no Kinesis source");
        }
        List<UserRecord> userRecords = new ArrayList<>(records.size());
        for (FirehoseRecord record : records) {
            String key = record.partitionKey();
            if (key == null) {
                throw new IllegalArgumentException("record without partition key: recordId=" + record.recordId());
            }
            userRecords.add(UserRecord.of(key, record.data()));
        }
        try (Producer producer =
                Producer.builder(client).deliveryTimeout(timeout).build()) {
            var stored = producer.putAll(stream, userRecords);
            producer.flush(timeout);
            var unused = stored.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
