package dev.millrace.consumer;

import dev.millrace.consumer.source.Pace;
import dev.millrace.processor.RecordProcessorFactory;
import dev.millrace.processor.StartPosition;
import dev.millrace.processor.engine.EngineSettings;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** The settings of a {@link SingleProcessWorker}; its builder says what each means. */
record WorkerSettings(
        KinesisAsyncClient client,
        Map<String, StartPosition> streams,
        RecordProcessorFactory factory,
        EngineSettings engine,
        Pace pace,
        int maxRecords,
        long readAheadBytes,
        @Nullable String fanOutConsumer,
        boolean deregister,
        @Nullable Path checkpointFolder,
        int threads,
        boolean reset) {}
