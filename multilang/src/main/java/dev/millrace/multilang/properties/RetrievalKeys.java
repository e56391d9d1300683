package dev.millrace.multilang.properties;

import static dev.millrace.text.PropertyKey.used;

import dev.millrace.text.PropertyKey;
import dev.millrace.text.PropertyValue;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import software.amazon.kinesis.retrieval.fanout.FanOutConfig;
import software.amazon.kinesis.retrieval.polling.PollingConfig;

/** Keys for how records come. */
final class RetrievalKeys {

    private static final int MOST = Integer.MAX_VALUE;
    private static final int LEAST_POLL_MILLIS = 200;
    private static final int MOST_RECORDS = 10_000;
    private static final Pattern CONSUMER = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");

    private RetrievalKeys() {}

    static List<PropertyKey<DaemonDraft>> all() {
        return List.of(
                used("retrievalMode", (value, draft) -> draft.retrieval = value.oneOf(RetrievalMode.class)),
                used("maxRecords", (value, draft) -> {
                    int count = value.integer(1, MOST_RECORDS);
                    draft.maxRecords = count;
                    draft.pollingKey(value);
                }),
                used("idleTimeBetweenReadsInMillis", (value, draft) -> {
                    draft.pollMillis = value.number(LEAST_POLL_MILLIS, MOST);
                    draft.pollingKey(value);
                }),
                polling(
                        "retryGetRecordsInSeconds",
                        value -> Optional.of(value.integer(1, MOST)),
                        PollingConfig::retryGetRecordsInSeconds),
                polling(
                        "maxGetRecordsThreadPool",
                        value -> Optional.of(value.integer(1, MOST)),
                        PollingConfig::maxGetRecordsThreadPool),
                polling(
                        "millisBehindLatestThresholdForReducedTps",
                        value -> value.number(0, MOST),
                        PollingConfig::millisBehindLatestThresholdForReducedTps),
                used(
                        "fanoutConfig.consumerName",
                        (value, draft) -> draft.consumerName =
                                value.matching(CONSUMER, "1 to 128 characters of a-z A-Z 0-9 _ . -")),
                fanOut("fanoutConfig.consumerArn", PropertyValue::text, FanOutConfig::consumerArn),
                fanOut(
                        "fanoutConfig.maxDescribeStreamSummaryRetries",
                        value -> value.integer(0, MOST),
                        FanOutConfig::maxDescribeStreamSummaryRetries),
                fanOut(
                        "fanoutConfig.maxDescribeStreamConsumerRetries",
                        value -> value.integer(0, MOST),
                        FanOutConfig::maxDescribeStreamConsumerRetries),
                fanOut(
                        "fanoutConfig.registerStreamConsumerRetries",
                        value -> value.integer(0, MOST),
                        FanOutConfig::registerStreamConsumerRetries),
                fanOut(
                        "fanoutConfig.retryBackoffMillis",
                        value -> value.number(1, MOST),
                        FanOutConfig::retryBackoffMillis));
    }

    private static <T> PropertyKey<DaemonDraft> polling(
            String name, Function<PropertyValue, T> read, BiConsumer<PollingConfig, T> set) {
        return used(name, (value, draft) -> {
            T setting = read.apply(value);
            draft.polling(value, config -> set.accept(config, setting));
        });
    }

    private static <T> PropertyKey<DaemonDraft> fanOut(
            String name, Function<PropertyValue, T> read, BiConsumer<FanOutConfig, T> set) {
        return used(name, (value, draft) -> draft.fanOut(value, read.apply(value), set));
    }
}
