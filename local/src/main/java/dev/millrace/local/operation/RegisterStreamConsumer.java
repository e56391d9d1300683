package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.Consumer;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;

/** RegisterStreamConsumer: the consumer is active when the answer is sent. */
final class RegisterStreamConsumer extends Operation {

    private final Streams streams;

    RegisterStreamConsumer(Streams streams) {
        super(Member.streamArn().mandatory(), ConsumerReference.consumerName().mandatory(), TagMembers.tags());
        this.streams = streams;
    }

    @Override
    public Answer run(Request request, Account caller) {
        Consumer consumer = streams.get(StreamReference.of(request, caller))
                .consumers()
                .register(request.requiredText("ConsumerName"), streams.clock().millis(), request.textMap("Tags"));
        return Answer.create().with("Consumer", Descriptions.consumer(consumer));
    }
}
