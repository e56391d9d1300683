package dev.millrace.multilang.properties;

import dev.millrace.kcl.KclConfiguration;
import dev.millrace.multilang.process.Program;
import dev.millrace.multilang.shard.ChildSettings;
import dev.millrace.processor.StartPosition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.kinesis.metrics.MetricsLevel;

/**
 * What a properties file says, checked.
 *
 * @param program is run for each shard
 * @param stream name or ARN
 * @param application names the leases' table
 * @param workerId null for one that is made up
 * @param tableName null for the application's name
 * @param checkpointFolder of the local engine
 * @param start where an application begins that has no checkpoints
 * @param region null for the environment's
 * @param fanOutConsumer null if records are asked for
 * @param pollInterval between two reads of a shard; null for the engine's
 * @param maxRecords in one read
 * @param threads of the local engine; each shard takes one while its child works
 * @param kcl what is set in the library, behind ours
 * @param notes what has no meaning with this engine, or is written in an old way: a line each
 */
public record DaemonProperties(
        Program program,
        ChildSettings children,
        ChildPolicy childPolicy,
        Engine engine,
        String stream,
        String application,
        @Nullable String workerId,
        @Nullable String tableName,
        Path checkpointFolder,
        StartPosition start,
        @Nullable String region,
        ServiceClient kinesis,
        ServiceClient dynamoDb,
        ServiceClient cloudWatch,
        @Nullable String fanOutConsumer,
        @Nullable Duration pollInterval,
        int maxRecords,
        int threads,
        MetricsLevel metricsLevel,
        Consumer<KclConfiguration> kcl,
        List<String> notes) {

    public DaemonProperties {
        notes = List.copyOf(notes);
    }
}
