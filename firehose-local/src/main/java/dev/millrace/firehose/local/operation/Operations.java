package dev.millrace.firehose.local.operation;

import dev.millrace.firehose.local.delivery.DeliveryStreams;
import dev.millrace.local.stream.Account;
import dev.millrace.local.wire.Codec;
import dev.millrace.local.wire.RequestReader;
import dev.millrace.local.wire.ServiceException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All operations, by name. */
public final class Operations {

    private final Map<String, Operation> byName;

    public Operations(DeliveryStreams streams, Clock clock) {
        byName = Stream.of(
                        new CreateDeliveryStream(streams, clock),
                        new DeleteDeliveryStream(streams),
                        new DescribeDeliveryStream(streams),
                        new ListDeliveryStreams(streams),
                        new ListTagsForDeliveryStream(streams),
                        new PutRecord(streams),
                        new PutRecordBatch(streams),
                        new StartDeliveryStreamEncryption(streams),
                        new StopDeliveryStreamEncryption(streams),
                        new TagDeliveryStream(streams),
                        new UntagDeliveryStream(streams),
                        new UpdateDestination(streams, clock))
                .collect(Collectors.toUnmodifiableMap(Operation::name, Function.identity()));
    }

    /** Their names, sorted. */
    public List<String> names() {
        return byName.keySet().stream().sorted().toList();
    }

    /**
     * Reads a request and does what it asks for.
     *
     * @throws ServiceException the error that the caller is answered
     */
    public Map<String, Object> call(String name, Map<String, Object> request, Account caller) {
        Operation operation = byName.get(name);
        if (operation == null) {
            throw ServiceException.nameOnly("UnknownOperationException");
        }
        return operation
                .run(RequestReader.read(operation.members(), request, Codec.JSON), caller)
                .members();
    }
}
