package dev.millrace.firehose.local;

import software.amazon.awssdk.services.firehose.FirehoseAsyncClient;
import software.amazon.awssdk.services.firehose.model.CreateDeliveryStreamRequest;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamDescription;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamStatus;

/** Requests of tests. */
final class DeliveryStreams {

    private DeliveryStreams() {}

    /** One of puts. */
    static CreateDeliveryStreamRequest toBucket(String name, String bucket, int intervalSeconds) {
        return CreateDeliveryStreamRequest.builder()
                .deliveryStreamName(name)
                .extendedS3DestinationConfiguration(destination -> destination
                        .roleARN(LocalServices.ROLE)
                        .bucketARN(LocalServices.bucketArn(bucket))
                        .bufferingHints(hints -> hints.sizeInMBs(5).intervalInSeconds(intervalSeconds)))
                .build();
    }

    static DeliveryStreamDescription describe(FirehoseAsyncClient client, String name) {
        return Await.result(client.describeDeliveryStream(request -> request.deliveryStreamName(name)))
                .deliveryStreamDescription();
    }

    static void awaitActive(FirehoseAsyncClient client, String name) {
        Await.until("ACTIVE", () -> describe(client, name).deliveryStreamStatus() == DeliveryStreamStatus.ACTIVE);
    }
}
