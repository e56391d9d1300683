package dev.millrace.lambda.local.mapping;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** Notices as records of another stream, with the shard's id as their partition key. */
public final class StreamDestination implements FailureDestination {

    private final KinesisAsyncClient client;
    private final String stream;

    /**
     * A destination of this client.
     *
     * @param stream name or ARN
     */
    public StreamDestination(KinesisAsyncClient client, String stream) {
        this.client = client;
        this.stream = stream;
    }

    @Override
    public void send(DiscardedBatch batch) throws InterruptedException, ExecutionException {
        Future<?> put = client.putRecord(request -> {
            if (stream.startsWith("arn:")) {
                request.streamARN(stream);
            } else {
                request.streamName(stream);
            }
            request.partitionKey(batch.shardId()).data(SdkBytes.fromUtf8String(batch.toJson()));
        });
        var unused = put.get();
    }
}
