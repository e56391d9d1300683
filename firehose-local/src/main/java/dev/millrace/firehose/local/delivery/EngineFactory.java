package dev.millrace.firehose.local.delivery;

import dev.millrace.firehose.DeliveryListener;
import dev.millrace.firehose.DeliveryStream;
import dev.millrace.firehose.DeliveryStreamBuilder;
import dev.millrace.firehose.local.definition.Definition;
import dev.millrace.firehose.local.definition.DestinationSettings;
import dev.millrace.firehose.local.definition.LambdaProcessor;
import dev.millrace.firehose.local.definition.Processors;
import dev.millrace.firehose.local.definition.Source;
import dev.millrace.firehose.local.definition.Status;
import dev.millrace.firehose.partition.PartitionQuery;
import dev.millrace.firehose.prefix.PrefixException;
import dev.millrace.firehose.subrecord.RecordSplitter;
import dev.millrace.firehose.transformation.TransformationSettings;
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
    private final Functions functions;
    private final Function<Account, KinesisAsyncClient> clients;

    /** @param clients of the streams of an account; they stay their owner's */
    public EngineFactory(Buckets buckets, Functions functions, Function<Account, KinesisAsyncClient> clients) {
        this.buckets = buckets;
        this.functions = functions;
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
     * A delivery stream, not started. One that is being deleted only delivers what waits: its stream may be gone already.
     *
     * @param folder its own
     * @throws ServiceException if the engine does not take what was asked for
     */
    DeliveryStream build(Definition definition, Path folder, DeliveryListener listener) {
        DestinationSettings wanted = definition.destination();
        try {
            DeliveryStreamBuilder builder = DeliveryStream.builder(
                            definition.key().name(), folder, buckets.bucket(wanted.bucket()))
                    .prefix(wanted.prefix(), wanted.errorPrefix())
                    .version(definition.version())
                    .arn(definition.key().arn())
                    .zone(wanted.zone())
                    .compression(wanted.compression())
                    .delimiter(wanted.processors().delimiter())
                    .bufferBytes(wanted.bufferBytes())
                    .bufferInterval(wanted.bufferInterval())
                    .listener(listener);
            if (!wanted.extension().isEmpty()) {
                builder.extension(wanted.extension());
            }
            String backup = wanted.backupBucket();
            if (backup != null) {
                builder.sourceBackup(buckets.bucket(backup), wanted.backupPrefix());
            }
            process(builder, wanted.processors());
            String stream = definition.source().stream();
            if (stream != null && definition.status() != Status.DELETING) {
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

    private void process(DeliveryStreamBuilder builder, Processors processors) {
        RecordSplitter splitter = processors.splitter();
        if (splitter != null) {
            builder.splitter(splitter);
        }
        LambdaProcessor function = processors.function();
        if (function != null) {
            TransformationSettings settings = TransformationSettings.defaults()
                    .bufferBytes(function.bufferBytes())
                    .retries(function.retries());
            builder.transformation(functions.function(function.name(), function.arn()), settings);
        }
        String query = processors.query();
        if (query != null) {
            builder.partitionQuery(PartitionQuery.parse(query));
        }
    }
}
