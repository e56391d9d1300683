package dev.millrace.producer;

import dev.millrace.record.AggregationLayout;
import java.time.Duration;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** The settings of a {@link Producer}; its builder says what each means. */
record ProducerSettings(
        KinesisAsyncClient client,
        AggregationLayout layout,
        int maxAggregateBytes,
        int maxRecordBytes,
        Duration linger,
        Duration deliveryTimeout,
        long bufferBytes,
        WhenFull whenFull,
        Duration maxBlock,
        int maxRequestsInFlight,
        Duration shardMapRefresh,
        boolean judgeDelivery) {}
