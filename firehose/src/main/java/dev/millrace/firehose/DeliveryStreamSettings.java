package dev.millrace.firehose;

import dev.millrace.consumer.SingleProcessWorkerBuilder;
import dev.millrace.firehose.journal.Journal;
import dev.millrace.firehose.journal.JournalSettings;
import dev.millrace.firehose.subrecord.RecordSplitter;
import dev.millrace.firehose.transformation.EventSource;
import dev.millrace.firehose.transformation.Invocations;
import dev.millrace.firehose.transformation.Transformation;
import dev.millrace.firehose.transformation.TransformationSettings;
import dev.millrace.processor.RecordProcessorFactory;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the builder has gathered. */
record DeliveryStreamSettings(
        String name,
        JournalSettings journal,
        DeliveryTargets targets,
        DeliveryListener listener,
        @Nullable Function<RecordProcessorFactory, SingleProcessWorkerBuilder> source,
        Path checkpoints,
        @Nullable RecordSplitter splitter,
        @Nullable Transformation transformation,
        TransformationSettings transformationSettings,
        EventSource events,
        Partitioning partitioning,
        Delimiter delimiter,
        boolean backup) {

    RecordIntake intake(Journal opened) {
        if (transformation == null) {
            return new RecordIntake(opened, splitter, null, null, partitioning, delimiter, backup);
        }
        Invocations invocations = new Invocations(transformation, transformationSettings, events, journal.clock());
        return new RecordIntake(
                opened, splitter, invocations, transformation.functionArn(), partitioning, delimiter, backup);
    }

    void closeTransformation() {
        if (transformation != null) {
            transformation.close();
        }
    }
}
