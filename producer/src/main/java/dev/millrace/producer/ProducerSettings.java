package dev.millrace.producer;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** The settings of a {@link Producer}; its builder says what each means. */
record ProducerSettings(
        KinesisAsyncClient client,
        StreamOptions options,
        Map<String, StreamOptions> optionsByStream,
        Duration deliveryTimeout,
        Duration requestTimeout,
        long bufferBytes,
        WhenFull whenFull,
        Duration maxBlock,
        Duration shardMapRefresh,
        boolean judgeDelivery,
        @Nullable String producerId,
        ProducerListener listener) {

    StreamOptions options(String stream) {
        return optionsByStream.getOrDefault(stream, options);
    }

    KinesisAsyncClient client(StreamOptions streamOptions) {
        KinesisAsyncClient own = streamOptions.client();
        return own == null ? client : own;
    }
}
