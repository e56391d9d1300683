package dev.millrace.firehose.local;

import dev.millrace.firehose.local.delivery.Buckets;
import dev.millrace.firehose.local.delivery.DeliveryStreams;
import dev.millrace.firehose.local.delivery.EngineFactory;
import dev.millrace.firehose.local.delivery.Functions;
import dev.millrace.firehose.local.operation.Operations;
import dev.millrace.local.extension.ConsolePanel;
import dev.millrace.local.extension.TargetService;
import dev.millrace.local.stream.Account;
import dev.millrace.local.wire.ServiceException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/**
 * The API of Firehose, for a service on localhost to be given as a {@link TargetService}. Delivery streams that read a
 * Kinesis stream read it from that service, over the wire as all others do: so they start once it listens.
 */
public final class LocalFirehose implements TargetService, AutoCloseable {

    private final DeliveryStreams streams;
    private final Operations operations;
    private final AtomicBoolean running = new AtomicBoolean();

    private LocalFirehose(DeliveryStreams streams, Operations operations) {
        this.streams = streams;
        this.operations = operations;
    }

    /**
     * One that is not started.
     *
     * @param folder for definitions and for what is not delivered; made if missing
     * @param kept whether the folder is there for the next start; else what waits is delivered at the end
     * @param buckets where objects go
     * @param functions that delivery streams may name
     * @param clients of the Kinesis streams of an account; they stay their owner's, and are asked for from the start on
     */
    public static LocalFirehose of(
            Path folder,
            boolean kept,
            Buckets buckets,
            Functions functions,
            Function<Account, KinesisAsyncClient> clients) {
        Clock clock = Clock.systemUTC();
        DeliveryStreams streams =
                new DeliveryStreams(folder, new EngineFactory(buckets, functions, clients), !kept, clock);
        return new LocalFirehose(streams, new Operations(streams, clock));
    }

    /**
     * Starts the delivery streams that the folder has. Before that, and after the end, every call is answered that the
     * service is unavailable.
     *
     * @throws java.io.UncheckedIOException if it cannot be read, or a definition in it is damaged
     */
    public void start() {
        streams.open();
        running.set(true);
    }

    /** A page of the console that shows what they do. */
    public ConsolePanel consolePanel() {
        return new DeliveryStreamsPanel(streams);
    }

    @Override
    public String targetPrefix() {
        return "Firehose_20150804.";
    }

    /** Names of the operations that there are, sorted. */
    public List<String> operationNames() {
        return operations.names();
    }

    @Override
    public Map<String, Object> call(String operation, Map<String, Object> request, Account caller) {
        if (!running.get()) {
            throw ServiceException.unavailable("The service is starting or ending.");
        }
        return operations.call(operation, request, caller);
    }

    /** Ends all delivery streams. May be repeated. */
    @Override
    public void close() {
        if (running.getAndSet(false)) {
            streams.close();
        }
    }
}
