package dev.millrace.cli;

import dev.millrace.cli.io.BadInputException;
import dev.millrace.cli.put.KeyRule;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which partition key a line has. */
final class PutKeyOptions {

    @Option(
            names = "--key",
            paramLabel = "FIELD",
            description = "The partition key is this field of the line, from 1. Default: a hash of the line.")
    private @Nullable Integer field;

    @Option(
            names = "--delimiter",
            paramLabel = "TEXT",
            description = "What stands between fields, \\t for a tab. Default: a comma. There is no quoting.")
    private @Nullable String delimiter;

    @Option(
            names = "--key-json",
            paramLabel = "PATH",
            description = "The partition key is this field of the line, a JSON object: user.id is id inside user.")
    private @Nullable String json;

    @Option(names = "--constant-key", paramLabel = "KEY", description = "The partition key of every line.")
    private @Nullable String constant;

    KeyRule rule() {
        if (delimiter != null && field == null) {
            throw new BadInputException("--delimiter says nothing without --key");
        }
        if (Stream.of(field, json, constant).filter(Objects::nonNull).count() > 1) {
            throw new BadInputException("--key, --key-json and --constant-key contradict each other");
        }
        if (json != null) {
            return KeyRule.json(json);
        }
        if (field != null) {
            return KeyRule.field(field, delimiter == null ? "," : delimiter.replace("\\t", "\t"));
        }
        return constant == null ? KeyRule.hash() : KeyRule.constant(constant);
    }
}
