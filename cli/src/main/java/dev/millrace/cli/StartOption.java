package dev.millrace.cli;

import dev.millrace.cli.io.BadInputException;
import dev.millrace.processor.StartPosition;
import dev.millrace.text.SafeText;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Where reading begins that has no checkpoints yet. */
final class StartOption {

    @Option(
            names = "--from",
            arity = "1..2",
            paramLabel = "PLACE",
            description =
                    "Where a stream without checkpoints begins: TRIM_HORIZON, LATEST, or AT_TIMESTAMP and a moment"
                            + " such as 2026-01-31T12:00:00Z. Default: TRIM_HORIZON.")
    private List<String> from = List.of("TRIM_HORIZON");

    StartPosition position() {
        String word = from.get(0).toUpperCase(Locale.ROOT);
        if (from.size() == 2 && word.equals("AT_TIMESTAMP")) {
            return StartPosition.atTimestamp(moment(from.get(1)));
        }
        if (from.size() == 1 && word.equals("TRIM_HORIZON")) {
            return StartPosition.trimHorizon();
        }
        if (from.size() == 1 && word.equals("LATEST")) {
            return StartPosition.latest();
        }
        throw new BadInputException("no place to begin at: --from " + SafeText.of(String.join(" ", from))
                + " (TRIM_HORIZON, LATEST, or AT_TIMESTAMP and a moment)");
    }

    private static Instant moment(String text) {
        try {
            Instant moment = OffsetDateTime.parse(text).toInstant();
            if (moment.isAfter(Instant.now())) {
                throw new BadInputException("moment lies in the future: " + moment);
            }
            return moment;
        } catch (DateTimeParseException e) {
            throw new BadInputException(
                    "moment cannot be read: " + SafeText.of(text) + " (such as 2026-01-31T12:00:00Z is wanted)");
        }
    }
}
