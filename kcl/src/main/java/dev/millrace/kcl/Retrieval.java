package dev.millrace.kcl;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.kinesis.retrieval.RetrievalSpecificConfig;
import software.amazon.kinesis.retrieval.fanout.FanOutConfig;
import software.amazon.kinesis.retrieval.polling.PollingConfig;

/** How records are got. */
sealed interface Retrieval {

    /**
     * As the library is told.
     *
     * @param stream the name of the only stream, or null if there are many
     */
    RetrievalSpecificConfig config(KinesisAsyncClient client, String application, @Nullable String stream);

    /**
     * By asking again and again.
     *
     * @param interval between two reads of a shard
     */
    record Polling(Duration interval) implements Retrieval {

        @Override
        public RetrievalSpecificConfig config(KinesisAsyncClient client, String application, @Nullable String stream) {
            PollingConfig config = stream == null ? new PollingConfig(client) : new PollingConfig(stream, client);
            return config.idleTimeBetweenReadsInMillis(interval.toMillis());
        }
    }

    /**
     * Pushed to a registered consumer.
     *
     * @param consumerName is registered if it is not
     */
    record FanOut(String consumerName) implements Retrieval {

        @Override
        public RetrievalSpecificConfig config(KinesisAsyncClient client, String application, @Nullable String stream) {
            FanOutConfig config =
                    new FanOutConfig(client).applicationName(application).consumerName(consumerName);
            return stream == null ? config : config.streamName(stream);
        }
    }
}
