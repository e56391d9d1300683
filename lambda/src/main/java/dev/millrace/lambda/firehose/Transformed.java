package dev.millrace.lambda.firehose;

import dev.millrace.lambda.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a transformation makes of a record. Immutable, but for the bytes, which must not change any more. */
public final class Transformed {

    /** How Firehose takes it. */
    public enum Result {
        /** Delivered. */
        OK("Ok"),
        /** Left out on purpose; counts as success. */
        DROPPED("Dropped"),
        /** The original goes to the error prefix. */
        FAILED("ProcessingFailed");

        private final String text;

        Result(String text) {
            this.text = text;
        }

        /** As the response spells it. */
        public String text() {
            return text;
        }
    }

    /** What an operation does in an Apache Iceberg table. */
    public enum Operation {
        INSERT("insert"),
        UPDATE("update"),
        DELETE("delete");

        private final String text;

        Operation(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /** A table, and what is done there. */
    record Table(String database, String name, Operation operation) {}

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final Result result;
    private final ByteBuffer data;
    private final @Nullable String reason;
    private final Map<String, String> partitionKeys;
    private final @Nullable Table table;

    Transformed(
            Result result,
            ByteBuffer data,
            @Nullable String reason,
            Map<String, String> partitionKeys,
            @Nullable Table table) {
        this.result = result;
        this.data = data;
        this.reason = reason;
        this.partitionKeys = partitionKeys;
        this.table = table;
    }

    /** These bytes are delivered. */
    public static Transformed ok(ByteBuffer data) {
        return new Transformed(Result.OK, data.slice().asReadOnlyBuffer(), null, Map.of(), null);
    }

    /** These bytes are delivered. */
    public static Transformed ok(byte[] data) {
        return ok(ByteBuffer.wrap(data));
    }

    /** The UTF-8 bytes of a text are delivered. */
    public static Transformed ok(String text) {
        return ok(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A value is delivered as JSON.
     *
     * @param value of the types that {@link Json#write} takes
     */
    public static Transformed json(@Nullable Object value) {
        return ok(Json.write(value));
    }

    /** The record is delivered as it is. */
    public static Transformed unchanged(FirehoseRecord record) {
        return ok(record.data());
    }

    /** The record is left out on purpose. */
    public static Transformed dropped() {
        return new Transformed(Result.DROPPED, NOTHING, null, Map.of(), null);
    }

    /**
     * The record cannot be transformed; the original goes to the error prefix.
     *
     * @param reason for the function's log
     */
    public static Transformed failed(String reason) {
        return new Transformed(Result.FAILED, NOTHING, Objects.requireNonNull(reason, "reason"), Map.of(), null);
    }

    /** The same with a partition key, for prefixes with {@code !{partitionKeyFromLambda:NAME}}. */
    public Transformed partitionKey(String name, String value) {
        Map<String, String> keys = new LinkedHashMap<>(partitionKeys);
        keys.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
        return new Transformed(result, data, reason, keys, table);
    }

    /** The same for an Apache Iceberg table. */
    public Transformed table(String database, String name, Operation operation) {
        Table other = new Table(
                Objects.requireNonNull(database, "database"),
                Objects.requireNonNull(name, "name"),
                Objects.requireNonNull(operation, "operation"));
        return new Transformed(result, data, reason, partitionKeys, other);
    }

    /** The same with other bytes. */
    Transformed data(ByteBuffer other) {
        return new Transformed(result, other, reason, partitionKeys, table);
    }

    public Result result() {
        return result;
    }

    /** What is delivered, a fresh read-only buffer at position 0; empty unless the result is {@link Result#OK}. */
    public ByteBuffer data() {
        return data.duplicate();
    }

    /** Why it failed; null if it did not. */
    public @Nullable String reason() {
        return reason;
    }

    Map<String, String> partitionKeys() {
        return partitionKeys;
    }

    @Nullable
    Table table() {
        return table;
    }

    /** Whether it goes to the same place as another one. */
    boolean sameDestination(Transformed other) {
        return partitionKeys.equals(other.partitionKeys) && Objects.equals(table, other.table);
    }
}
