package dev.millrace.cli;

import dev.millrace.cli.io.BadInputException;
import dev.millrace.cli.io.Inputs;
import dev.millrace.cli.io.JsonLines;
import dev.millrace.record.Deaggregation;
import dev.millrace.record.RecordDeaggregator;
import dev.millrace.record.RecordTag;
import dev.millrace.record.StoredUserRecord;
import dev.millrace.text.SafeText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes an aggregated record apart and shows what is in it. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description = "Take a Kinesis record apart: its bytes raw, in base64 or in hex.",
        footer = {"", "Example: millrace inspect record.bin", "         millrace inspect --lines < records.base64"})
final class InspectCommand implements Callable<Integer> {

    private static final int SHOWN_CHARACTERS = 80;

    @Spec
    private CommandSpec spec;

    @Option(names = "--lines", description = "Read one base64 record a line, print one JSON object a line.")
    private boolean lines;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Option(
            names = "--format",
            defaultValue = "AUTO",
            description = "How the bytes are written: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private RecordEncoding format = RecordEncoding.AUTO;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "Where the record is; - or nothing: standard input.")
    private @Nullable Path file;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (InputStream input = Inputs.open(file)) {
            if (lines) {
                inspectLines(input, out);
            } else {
                Deaggregation opened = RecordDeaggregator.create().deaggregate(format.decode(input.readAllBytes()));
                if (json) {
                    out.println(JsonLines.write(DeaggregationJson.of(opened)));
                } else {
                    show(opened, out);
                }
            }
        }
        out.flush();
        return 0;
    }

    private static void inspectLines(InputStream input, PrintWriter out) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(input, StandardCharsets.ISO_8859_1));
        int number = 0;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            number++;
            byte[] record;
            try {
                record = Base64.getDecoder().decode(line.strip());
            } catch (IllegalArgumentException e) {
                out.flush();
                throw new BadInputException("line " + number + " is no base64: " + e.getMessage());
            }
            out.println(JsonLines.write(
                    DeaggregationJson.of(RecordDeaggregator.create().deaggregate(record))));
        }
    }

    private static void show(Deaggregation opened, PrintWriter out) {
        if (opened instanceof Deaggregation.Plain plain) {
            out.println("plain record: bytes=" + plain.data().remaining());
            out.println("  " + SafeText.shortened(SafeText.of(plain.data()), SHOWN_CHARACTERS));
        } else if (opened instanceof Deaggregation.Corrupt corrupt) {
            out.println("corrupt record: bytes=" + corrupt.data().remaining() + " reason=" + corrupt.reason()
                    + " offset=" + corrupt.offset());
        } else if (opened instanceof Deaggregation.Aggregated aggregated) {
            out.println("aggregated record: userRecords="
                    + aggregated.userRecords().size() + (aggregated.pinned() ? " pinned" : ""));
            aggregated.userRecords().forEach(record -> show(record, out));
        }
    }

    private static void show(StoredUserRecord record, PrintWriter out) {
        String own = record.explicitHashKeyText();
        out.println("  " + record.subSequenceNumber() + "  partitionKey="
                + SafeText.shortened(SafeText.of(record.partitionKey()), SHOWN_CHARACTERS)
                + (own == null ? "" : " explicitHashKey=" + SafeText.of(own))
                + " hashKey=" + record.hashKey() + (record.pinned() ? " (pin)" : "")
                + " bytes=" + record.data().remaining() + tags(record));
        out.println("       " + SafeText.shortened(SafeText.of(record.data()), SHOWN_CHARACTERS));
    }

    private static String tags(StoredUserRecord record) {
        StringBuilder text = new StringBuilder();
        for (RecordTag tag : record.tags()) {
            String value = tag.value();
            text.append(" tag:").append(SafeText.shortened(SafeText.of(tag.key()), SHOWN_CHARACTERS));
            if (value != null) {
                text.append('=').append(SafeText.shortened(SafeText.of(value), SHOWN_CHARACTERS));
            }
        }
        return text.toString();
    }
}
