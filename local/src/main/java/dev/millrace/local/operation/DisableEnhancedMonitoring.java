package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Request;
import java.util.List;

/** DisableEnhancedMonitoring. */
final class DisableEnhancedMonitoring extends Operation {

    private final Streams streams;

    DisableEnhancedMonitoring(Streams streams) {
        super(EnhancedMonitoring.members());
        this.streams = streams;
    }

    @Override
    public Answer run(Request request, Account caller) {
        Stream stream = streams.get(StreamReference.of(request, caller));
        List<String> named = EnhancedMonitoring.named(request);
        return EnhancedMonitoring.change(
                stream,
                metrics ->
                        metrics.stream().filter(name -> !named.contains(name)).toList());
    }
}
