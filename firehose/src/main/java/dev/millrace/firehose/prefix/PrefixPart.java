package dev.millrace.firehose.prefix;

import java.time.format.DateTimeFormatter;

/** A piece of a prefix: text, or an expression. */
sealed interface PrefixPart {

    record Literal(String text) implements PrefixPart {}

    record Timestamp(DateTimeFormatter format) implements PrefixPart {}

    record RandomString() implements PrefixPart {}

    record ErrorOutputType() implements PrefixPart {}

    record PartitionKey(KeySource source, String name) implements PrefixPart {}
}
