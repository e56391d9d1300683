package dev.millrace.cli;

import dev.millrace.cli.firehose.FunctionZips;
import dev.millrace.firehose.DeliveryStream;
import dev.millrace.firehose.DeliveryStreamBuilder;
import dev.millrace.firehose.compression.Compression;
import dev.millrace.firehose.destination.Destination;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Settings of a delivery stream. */
final class DeliveryOptions {

    private static final String FUNCTION = "transformation";
    private static final long BYTES_PER_MEBIBYTE = 1 << 20;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "delivery",
            description = "Of the delivery stream, a part of objects' names. Default: ${DEFAULT-VALUE}.")
    private String name = "delivery";

    @Option(names = "--prefix", defaultValue = "", description = "Of names; see millrace firehose prefix.")
    private String prefix = "";

    @Option(names = "--error-prefix", description = "Of failed records' names. Wanted if the prefix has expressions.")
    private @Nullable String errorPrefix;

    @Option(names = "--zone", defaultValue = "UTC", description = "Time zone of names. Default: ${DEFAULT-VALUE}.")
    private ZoneId zone = ZoneId.of("UTC");

    @Option(
            names = "--buffer-mib",
            paramLabel = "MIB",
            defaultValue = "5",
            description = "An object of as many mebibytes is delivered. Default: ${DEFAULT-VALUE}.")
    private int bufferMebibytes = 5;

    @Option(
            names = "--buffer-seconds",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "An object as old is delivered, 0 to 900. Default: ${DEFAULT-VALUE}.")
    private int bufferSeconds = 300;

    @Option(
            names = "--compression",
            defaultValue = "NONE",
            description = "Of objects: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Compression compression = Compression.NONE;

    @Option(
            names = "--delimiter",
            defaultValue = "",
            description = "Put behind each record that does not end with it; \\n and \\t are known. Default: none.")
    private String delimiter = "";

    @Option(
            names = "--function",
            paramLabel = "ZIP",
            description = "Transforms records, as millrace lambda package writes it. Only run what you trust.")
    private @Nullable Path function;

    /**
     * A builder with these settings, but without a source.
     *
     * @throws IllegalArgumentException if one of them is out of range
     */
    DeliveryStreamBuilder builder(Path folder, Destination destination) throws IOException {
        DeliveryStreamBuilder builder = DeliveryStream.builder(name, folder, destination)
                .prefix(prefix, errorPrefix)
                .zone(zone)
                .compression(compression)
                .delimiter(delimiter.replace("\\n", "\n").replace("\\t", "\t"))
                .bufferBytes(bufferMebibytes * BYTES_PER_MEBIBYTE)
                .bufferInterval(Duration.ofSeconds(bufferSeconds));
        if (function != null) {
            builder.transformation(FunctionZips.of(Map.of(FUNCTION, function)).function(FUNCTION, function.toString()));
        }
        return builder;
    }
}
