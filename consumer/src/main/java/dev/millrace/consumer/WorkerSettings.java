package dev.millrace.consumer;

import dev.millrace.processor.RecordProcessorFactory;
import dev.millrace.processor.StartPosition;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** The settings of a {@link SingleProcessWorker}; its builder says what each means. */
record WorkerSettings(
        KinesisAsyncClient client,
        String stream,
        RecordProcessorFactory factory,
        @Nullable Path checkpointFolder,
        StartPosition startPosition,
        FailurePolicy failurePolicy,
        Duration pollInterval,
        int maxRecords,
        int maxAttempts,
        int threads,
        boolean reset) {}
