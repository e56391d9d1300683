package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.Consumer;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;

/** DescribeStreamConsumer. */
final class DescribeStreamConsumer extends Operation {

    private final Streams streams;

    DescribeStreamConsumer(Streams streams) {
        super(Member.streamArn(), ConsumerReference.consumerName(), ConsumerReference.consumerArn());
        this.streams = streams;
    }

    @Override
    public Answer run(Request request, Account caller) {
        Consumer consumer = ConsumerReference.of(request, caller, streams);
        return Answer.create()
                .with(
                        "ConsumerDescription",
                        Descriptions.consumer(consumer)
                                .with("StreamARN", consumer.stream().arn()));
    }
}
