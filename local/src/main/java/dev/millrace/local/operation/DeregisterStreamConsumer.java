package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.Consumer;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;
import org.jspecify.annotations.Nullable;

/** DeregisterStreamConsumer: subscriptions of the consumer end with an error. */
final class DeregisterStreamConsumer extends Operation {

    private final Streams streams;

    DeregisterStreamConsumer(Streams streams) {
        super(Member.streamArn(), ConsumerReference.consumerName(), ConsumerReference.consumerArn());
        this.streams = streams;
    }

    @Override
    public @Nullable Answer run(Request request, Account caller) {
        Consumer consumer = ConsumerReference.of(request, caller, streams);
        streams.get(consumer.stream()).deregister(consumer);
        return null;
    }
}
