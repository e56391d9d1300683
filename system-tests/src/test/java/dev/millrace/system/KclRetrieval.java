package dev.millrace.system;

import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.kinesis.retrieval.RetrievalSpecificConfig;
import software.amazon.kinesis.retrieval.fanout.FanOutConfig;
import software.amazon.kinesis.retrieval.polling.PollingConfig;

/** How an application on the KCL gets its records. */
enum KclRetrieval {
    POLLING {
        @Override
        RetrievalSpecificConfig of(String application, String stream, KinesisAsyncClient kinesis) {
            return new PollingConfig(stream, kinesis).idleTimeBetweenReadsInMillis(200);
        }
    },

    /** A registered consumer, whose records are pushed. */
    FAN_OUT {
        @Override
        RetrievalSpecificConfig of(String application, String stream, KinesisAsyncClient kinesis) {
            return new FanOutConfig(kinesis).applicationName(application).streamName(stream);
        }
    };

    abstract RetrievalSpecificConfig of(String application, String stream, KinesisAsyncClient kinesis);
}
