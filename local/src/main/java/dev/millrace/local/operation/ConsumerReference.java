package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.Consumer;
import dev.millrace.local.stream.ResourceAttributes;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.stream.StreamName;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;
import dev.millrace.local.wire.ServiceException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How requests name a registered consumer: by its ARN, or by stream ARN and name. */
final class ConsumerReference {

    private static final Pattern ARN =
            Pattern.compile("arn:aws.*:kinesis:(?<region>.*):(?<account>\\d{12}):.*stream/(?<stream>[a-zA-Z0-9_.-]+)"
                    + "/consumer/(?<name>[a-zA-Z0-9_.-]+):[0-9]+");

    private ConsumerReference() {}

    static Member consumerArn() {
        return Member.string("ConsumerARN").between(1, 2048).matching(ARN);
    }

    static Member consumerName() {
        return Member.string("ConsumerName").between(1, 128).matching(Pattern.compile("[a-zA-Z0-9_.-]+"));
    }

    static Consumer of(Request request, Account caller, Streams streams) {
        String arn = request.text("ConsumerARN");
        if (arn != null) {
            return ofArn(arn, streams);
        }
        String name = request.text("ConsumerName");
        if (name == null || request.text("StreamARN") == null) {
            throw ServiceException.invalidArgument(
                    "Either ConsumerARN, or StreamARN and ConsumerName should be provided.");
        }
        Stream stream = streams.get(StreamReference.of(request, caller));
        return stream.consumers().get(name).orElseThrow(() -> notFound(name, stream.name()));
    }

    static Consumer ofArn(String arn, Streams streams) {
        Matcher parts = ARN.matcher(arn);
        if (!parts.matches()) {
            throw new IllegalStateException("the shape does not check the consumer's ARN");
        }
        StreamName name =
                new StreamName(new Account(parts.group("account"), parts.group("region")), parts.group("stream"));
        String consumerName = parts.group("name");
        return streams.get(name)
                .consumers()
                .get(consumerName)
                .filter(consumer -> consumer.arn().equals(arn))
                .orElseThrow(() -> notFound(consumerName, name));
    }

    /** Tags and policy of the consumer that an ARN names; null if it is no consumer's. */
    static @Nullable ResourceAttributes attributes(String arn, Streams streams) {
        if (!ARN.matcher(arn).matches()) {
            return null;
        }
        Consumer consumer = ofArn(arn, streams);
        return streams.get(consumer.stream())
                .consumers()
                .attributes(consumer)
                .orElseThrow(() -> notFound(consumer.name(), consumer.stream()));
    }

    private static ServiceException notFound(String consumer, StreamName stream) {
        return ServiceException.resourceNotFound(
                "Consumer " + consumer + ", stream " + stream.describe() + " not found.");
    }
}
