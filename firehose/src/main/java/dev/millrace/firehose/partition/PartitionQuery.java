package dev.millrace.firehose.partition;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/**
 * A query of jq 1.6 that finds partition keys in records of JSON, for example <code>{customer: .customer_id}</code>: Firehose's
 * {@code MetadataExtractionQuery}. Safe for many threads.
 */
public final class PartitionQuery {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Scope FUNCTIONS = functions();

    private final String text;
    private final JsonQuery query;

    private PartitionQuery(String text, JsonQuery query) {
        this.text = text;
        this.query = query;
    }

    private static Scope functions() {
        Scope scope = Scope.newEmptyScope();
        BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_6, scope);
        return scope;
    }

    /**
     * Reads a query.
     *
     * @throws IllegalArgumentException if it is none of jq, or has a function that is not known here, such as {@code strftime}
     */
    public static PartitionQuery parse(String text) {
        try {
            JsonQuery query = JsonQuery.compile(text, Versions.JQ_1_6);
            checkFunctions(text, query);
            return new PartitionQuery(text, query);
        } catch (JsonQueryException e) {
            throw new IllegalArgumentException("no query of jq 1.6: " + text + " (" + e.getMessage() + ")", e);
        }
    }

    /** Functions are looked up when a query runs. */
    private static void checkFunctions(String text, JsonQuery query) {
        try {
            query.apply(Scope.newChildScope(FUNCTIONS), JSON.createObjectNode(), result -> {});
        } catch (JsonQueryException e) {
            String problem = String.valueOf(e.getMessage());
            if (problem.endsWith("does not exist")) {
                throw new IllegalArgumentException(
                        "query has a function that is not known here: " + text + " (" + problem + ")", e);
            }
        }
    }

    /**
     * The keys of a record, by name. Numbers and truth values become text; what is null is left out.
     *
     * @throws IllegalArgumentException if the record is no JSON, or the query fails or gives no single object of such values
     */
    public Map<String, String> keys(ByteBuffer record) {
        byte[] bytes = new byte[record.remaining()];
        record.duplicate().get(bytes);
        List<JsonNode> results = new ArrayList<>();
        try {
            query.apply(Scope.newChildScope(FUNCTIONS), JSON.readTree(bytes), results::add);
        } catch (IOException | RuntimeException e) {
            // Jackson's messages would show what is in the record.
            throw new IllegalArgumentException(
                    "partition keys cannot be found: query=" + text + " problem="
                            + e.getClass().getSimpleName(),
                    e);
        }
        if (results.size() != 1 || !results.get(0).isObject()) {
            throw new IllegalArgumentException(
                    "query gives no single object: query=" + text + " results=" + results.size());
        }
        Map<String, String> keys = new LinkedHashMap<>();
        results.get(0).properties().forEach(member -> {
            JsonNode value = member.getValue();
            if (value.isContainerNode()) {
                throw new IllegalArgumentException(
                        "partition key is no text: query=" + text + " key=" + member.getKey());
            }
            if (!value.isNull()) {
                keys.put(member.getKey(), value.asText());
            }
        });
        return keys;
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
