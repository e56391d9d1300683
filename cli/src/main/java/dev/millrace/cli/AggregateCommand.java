package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.io.BadInputException;
import dev.millrace.cli.io.Inputs;
import dev.millrace.cli.io.JsonLines;
import dev.millrace.record.AggregatedRecord;
import dev.millrace.record.AggregationLayout;
import dev.millrace.record.HashKey;
import dev.millrace.record.RecordAggregator;
import dev.millrace.record.UserRecord;
import dev.millrace.text.SafeText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Packs user records, given as JSON lines, into aggregated records. */
@Command(
        name = "aggregate",
        mixinStandardHelpOptions = true,
        description = {
            "Pack user records into aggregated records.",
            "In: JSON lines with partitionKey, data in base64 (or text), and perhaps explicitHashKey.",
            "Out: JSON lines with partitionKey, explicitHashKey, data in base64, userRecordCount."
        },
        footer = {"", "Example: echo '{\"partitionKey\":\"k\",\"text\":\"hello\"}' | millrace aggregate"})
final class AggregateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--layout",
            defaultValue = "pinned",
            description = "pinned, or kpl as the Kinesis Producer Library writes. Default: ${DEFAULT-VALUE}.")
    private String layout = "pinned";

    @Option(
            names = "--max-size",
            paramLabel = "BYTES",
            defaultValue = "1048576",
            description = "Largest record, partition key counted. Default: ${DEFAULT-VALUE}.")
    private int maxSize;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "Where the lines are; - or nothing: standard input.")
    private @Nullable Path file;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        RecordAggregator aggregator = aggregator();
        try (BufferedReader input =
                new BufferedReader(new InputStreamReader(Inputs.open(file), StandardCharsets.ISO_8859_1))) {
            int number = 0;
            for (String bytes = input.readLine(); bytes != null; bytes = input.readLine()) {
                number++;
                String line = SafeText.utf8OrNull(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)));
                if (line == null) {
                    throw new BadInputException("line " + number + " is no UTF-8");
                }
                if (!line.isBlank()) {
                    add(aggregator, line, number, out);
                }
            }
        }
        aggregator.clearAndGet().forEach(record -> out.println(JsonLines.write(describe(record))));
        out.flush();
        return 0;
    }

    private RecordAggregator aggregator() {
        try {
            return RecordAggregator.builder()
                    .layout(AggregationLayout.valueOf(layout.toUpperCase(Locale.ROOT)))
                    .maxSizeBytes(maxSize)
                    .build();
        } catch (IllegalArgumentException e) {
            String reason = e.getMessage() != null && e.getMessage().startsWith("No enum")
                    ? "unknown layout: " + layout + " (pinned or kpl)"
                    : String.valueOf(e.getMessage());
            throw new BadInputException(reason);
        }
    }

    private static void add(RecordAggregator aggregator, String line, int number, PrintWriter out) {
        JsonNode node = JsonLines.read(line, number);
        try {
            JsonNode explicit = node.path("explicitHashKey");
            UserRecord record = UserRecord.of(
                    text(node, "partitionKey"),
                    explicit.isMissingNode() || explicit.isNull() ? null : HashKey.parse(explicit.asText()),
                    payload(node));
            aggregator.addUserRecord(record).ifPresent(full -> out.println(JsonLines.write(describe(full))));
        } catch (IllegalArgumentException e) {
            throw new BadInputException("line " + number + ": " + SafeText.of(String.valueOf(e.getMessage())));
        }
    }

    private static byte[] payload(JsonNode node) {
        if (!node.hasNonNull("text")) {
            return Base64.getDecoder().decode(text(node, "data"));
        }
        String text = text(node, "text");
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("text has an unpaired surrogate (it has no UTF-8 form)");
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(JsonNode node, String member) {
        if (!node.path(member).isTextual()) {
            throw new IllegalArgumentException("member is missing or no text: " + member);
        }
        return node.get(member).asText();
    }

    private static Map<String, Object> describe(AggregatedRecord record) {
        HashKey explicit = record.explicitHashKey();
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("partitionKey", record.partitionKey());
        described.put("explicitHashKey", explicit == null ? null : explicit.toString());
        described.put("data", JsonLines.base64(record.data()));
        described.put("userRecordCount", record.userRecordCount());
        return described;
    }
}
