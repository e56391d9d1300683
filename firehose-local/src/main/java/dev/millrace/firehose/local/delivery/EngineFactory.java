package dev.millrace.firehose.local.delivery;

import dev.millrace.firehose.DeliveryListener;
import dev.millrace.firehose.DeliveryStream;
import dev.millrace.firehose.DeliveryStreamBuilder;
import dev.millrace.firehose.local.definition.Definition;
import dev.millrace.firehose.local.definition.S3Destination;
import dev.millrace.firehose.local.definition.Source;
import dev.millrace.firehose.prefix.PrefixException;
import dev.millrace.local.stream.Account;
import dev.millrace.local.wire.ServiceException;
import dev.millrace.processor.StartPosition;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/** Makes delivery streams that run, of what was asked for. */
public final class EngineFactory {

    private static final int ARN_REGION = 3;
    private static final int ARN_ACCOUNT = 4;

    private final Buckets buckets;
    private final Function<Account, KinesisAsyncClient> clients;

    /** @param clients of the streams of an account; they stay their owner's */
    public EngineFactory(Buckets buckets, Function<Account, KinesisAsyncClient> clients) {
        this.buckets = buckets;
        this.clients = clients;
    }

    /** @throws ServiceException if there is no such stream */
    void checkSource(Source source) {
        String stream = source.stream();
        if (stream == null) {
            return;
        }
        try {
            client(stream)
                    .describeStreamSummary(request -> request.streamARN(stream))
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ResourceNotFoundException) {
                throw ServiceException.invalidArgument("Kinesis stream not found: " + stream);
            }
            throw e;
        }
    }

    private KinesisAsyncClient client(String streamArn) {
        String[] parts = streamArn.split(":", -1);
        return clients.apply(new Account(parts[ARN_ACCOUNT], parts[ARN_REGION]));
    }

    /**
     * A delivery stream, not started.
     *
     * @param folder its own
     * @throws ServiceException if the engine does not take what was asked for
     */
    DeliveryStream build(Definition definition, Path folder, DeliveryListener listener) {
        S3Destination wanted = definition.destination();
        try {
            DeliveryStreamBuilder builder = DeliveryStream.builder(
                            definition.key().name(), folder, buckets.bucket(wanted.bucket()))
                    .prefix(wanted.prefix(), wanted.errorPrefix())
                    .zone(wanted.zone())
                    .extension(wanted.extension())
                    .delimiter(wanted.processors().delimiter())
                    .bufferBytes(wanted.bufferBytes())
                    .bufferInterval(wanted.bufferInterval())
                    .listener(listener);
            String stream = definition.source().stream();
            if (stream != null) {
                builder.source(
                        client(stream),
                        stream,
                        StartPosition.atTimestamp(definition.source().start()));
            }
            return builder.build();
        } catch (IllegalArgumentException | PrefixException e) {
            throw ServiceException.invalidArgument(String.valueOf(e.getMessage()));
        }
    }
}
