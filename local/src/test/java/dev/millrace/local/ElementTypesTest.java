package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Types and constraints of lists and maps of texts, as the service tells them. */
class ElementTypesTest {

    private static final String NUMBER =
            "class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an String";

    private static LocalKinesis kinesis;
    private static RawHttp http;

    @BeforeAll
    static void start() {
        kinesis = LocalKinesis.start();
        http = new RawHttp(kinesis.endpoint());
    }

    @AfterAll
    static void stop() {
        kinesis.close();
    }

    @Test
    void aMapIsAMapOfTexts() {
        assertThat(typeError("AddTagsToStream", "Tags", "\"x\"")).isEqualTo("Expected map or null");
        assertThat(typeError("AddTagsToStream", "Tags", "[\"x\"]")).isEqualTo("Start of list found where not expected");
        assertThat(typeError("AddTagsToStream", "Tags", "{\"a\":1}")).isEqualTo(NUMBER);
        assertThat(typeError("AddTagsToStream", "Tags", "{\"a\":{}}"))
                .isEqualTo("Start of structure or map found where not expected.");
    }

    @Test
    void aListIsAListOfTexts() {
        assertThat(typeError("RemoveTagsFromStream", "TagKeys", "\"x\"")).isEqualTo("Expected list or null");
        assertThat(typeError("RemoveTagsFromStream", "TagKeys", "{}"))
                .isEqualTo("Start of structure or map found where not expected.");
        assertThat(typeError("RemoveTagsFromStream", "TagKeys", "[1]")).isEqualTo(NUMBER);
    }

    @Test
    void emptyOnesAreTooShort() {
        for (RawForm form : RawForm.values()) {
            assertThat(form.error(http, "AddTagsToStream", Map.of("Tags", Map.of(), "StreamName", "")))
                    .isEqualTo("ValidationException: 3 validation errors detected: Value '{}' at 'tags' failed to"
                            + " satisfy constraint: Member must have length greater than or equal to 1; Value '' at"
                            + " 'streamName' failed to satisfy constraint: Member must have length greater than or equal"
                            + " to 1; Value '' at 'streamName' failed to satisfy constraint: Member must satisfy regular"
                            + " expression pattern: [a-zA-Z0-9_.-]+");
            assertThat(form.error(http, "RemoveTagsFromStream", Map.of("TagKeys", List.of())))
                    .endsWith("Value '[]' at 'tagKeys' failed to satisfy constraint: Member must have length greater"
                            + " than or equal to 1");
        }
    }

    private static String typeError(String operation, String member, String value) {
        String body = RawHttp.text(http.json(operation, "{\"" + member + "\":" + value + "}"));
        assertThat(body).startsWith("{\"__type\":\"SerializationException\",\"Message\":\"");
        return body.substring(body.indexOf("Message") + 10, body.length() - 2);
    }
}
