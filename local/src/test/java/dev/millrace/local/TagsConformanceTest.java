package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ListTagsForStreamResponse;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Tag;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

@ParameterizedClass
@EnumSource(
        value = ClientForm.class,
        names = {"SYNC_JSON", "ASYNC_CBOR"})
class TagsConformanceTest {

    private static final String ARN = "arn:aws:kinesis:eu-west-1:000000000000:stream/orders";

    private final LocalKinesis kinesis = LocalKinesis.start();
    private final KinesisClient client;

    TagsConformanceTest(ClientForm form) {
        this.client = form.open(kinesis.endpoint(), Region.EU_WEST_1);
        StreamUnderTest.create(client, "orders", 1);
    }

    @AfterEach
    void close() {
        client.close();
        kinesis.close();
    }

    @Test
    void tagsOfAStreamAreAddedReplacedListedAndRemoved() {
        add(Map.of("team", "blue", "ü0 _.", "", "/=+-@:", "x"));
        add(Map.of("team", "red"));
        assertThat(tags()).containsExactly(tag("/=+-@:", "x"), tag("team", "red"), tag("ü0 _.", ""));
        client.removeTagsFromStream(request -> request.streamName("orders").tagKeys("team", "unknown"));
        assertThat(tags()).extracting(Tag::key).containsExactly("/=+-@:", "ü0 _.");
    }

    @Test
    void tagsAreListedPageByPage() {
        add(Map.of("a", "1", "b", "2", "c", "3"));
        ListTagsForStreamResponse first =
                client.listTagsForStream(request -> request.streamName("orders").limit(2));
        assertThat(first.tags()).extracting(Tag::key).containsExactly("a", "b");
        assertThat(first.hasMoreTags()).isTrue();
        ListTagsForStreamResponse rest =
                client.listTagsForStream(request -> request.streamARN(ARN).exclusiveStartTagKey("b"));
        assertThat(rest.tags()).extracting(Tag::key).containsExactly("c");
        assertThat(rest.hasMoreTags()).isFalse();
    }

    @Test
    void aResourceIsTaggedByItsArn() {
        client.tagResource(request -> request.resourceARN(ARN).tags(Map.of("team", "blue", "cost", "7")));
        assertThat(client.listTagsForResource(request -> request.resourceARN(ARN))
                        .tags())
                .containsExactly(tag("cost", "7"), tag("team", "blue"));
        assertThat(tags()).hasSize(2);
        client.untagResource(request -> request.resourceARN(ARN).tagKeys("cost"));
        assertThat(tags()).containsExactly(tag("team", "blue"));
    }

    @Test
    void aStreamMayBeCreatedWithTags() {
        client.createStream(
                request -> request.streamName("tagged").shardCount(1).tags(Map.of("team", "blue")));
        assertThat(client.listTagsForStream(request -> request.streamName("tagged"))
                        .tags())
                .containsExactly(tag("team", "blue"));
        assertThat(invalid(() -> client.createStream(
                        request -> request.streamName("bad").shardCount(1).tags(Map.of("a;b", "1")))))
                .startsWith("Some tags contain invalid characters.");
        assertThat(client.listStreams().streamNames()).containsExactly("orders", "tagged");
    }

    @Test
    void charactersOfTagsAreChecked() {
        String invalid = "Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space,"
                + " _ . / = + - % @ :.";
        for (String text : List.of("abc;def", "abc\tdef", "abc\ndef", "abc,def")) {
            assertThat(invalid(() -> add(Map.of(text, "1")))).isEqualTo(invalid);
            assertThat(invalid(() -> add(Map.of("a", text)))).isEqualTo(invalid);
            assertThat(invalid(() -> client.removeTagsFromStream(
                            request -> request.streamName("orders").tagKeys(text))))
                    .isEqualTo(invalid);
        }
        String illegal = " stream orders under account 000000000000 because some tags contained illegal characters. The"
                + " allowed characters are Unicode letters, white-spaces, '_',',','/','=','+','-','@',':'.";
        assertThat(invalid(() -> add(Map.of("a%b", "1")))).isEqualTo("Failed to add tags to" + illegal);
        assertThat(invalid(() ->
                        client.untagResource(request -> request.resourceARN(ARN).tagKeys("a%b"))))
                .isEqualTo("Failed to remove tags from" + illegal);
        assertThat(tags()).isEmpty();
    }

    @Test
    void aStreamHasAtMostFiftyTags() {
        add(numbered(0, 30));
        assertThat(invalid(() -> add(numbered(25, 51))))
                .isEqualTo("Failed to add tags to stream orders under account 000000000000 because a given stream"
                        + " cannot have more than 50 tags associated with it.");
        assertThat(tags()).hasSize(30);
        add(numbered(25, 50));
        assertThat(tags()).hasSize(50);
    }

    @Test
    void lengthsAndNumbersOfTagsAreChecked() {
        String key = "k".repeat(129);
        assertThat(validation(() -> add(Map.of(key, "1"))))
                .isEqualTo("1 validation error detected: Value '{" + key + "=1}' at 'tags' failed to satisfy"
                        + " constraint: Map keys must satisfy constraint: [Member must have length less than or equal to"
                        + " 128, Member must have length greater than or equal to 1]");
        String value = "v".repeat(257);
        assertThat(validation(() -> add(Map.of("k", value))))
                .isEqualTo("1 validation error detected: Value '{k=" + value + "}' at 'tags' failed to satisfy"
                        + " constraint: Map value must satisfy constraint: [Member must have length less than or equal"
                        + " to 256, Member must have length greater than or equal to 0]");
        assertThat(validation(() -> add(numbered(0, 201))))
                .endsWith("at 'tags' failed to satisfy constraint: Member must have length less than or equal to 200");
        assertThat(validation(() -> client.removeTagsFromStream(
                        request -> request.streamName("orders").tagKeys("a", key))))
                .isEqualTo("1 validation error detected: Value '[a, " + key + "]' at 'tagKeys' failed to satisfy"
                        + " constraint: Member must satisfy constraint: [Member must have length less than or equal to"
                        + " 128, Member must have length greater than or equal to 1]");
        assertThat(validation(() -> client.listTagsForStream(
                        request -> request.streamName("orders").limit(51))))
                .endsWith("Member must have value less than or equal to 50");
        assertThat(validation(() -> client.tagResource(request -> request.resourceARN(ARN))))
                .isEqualTo("1 validation error detected: Value null at 'tags' failed to satisfy constraint: Member must"
                        + " not be null");
    }

    @Test
    void aResourceThatIsNotThereIsNotFound() {
        assertThat(Errors.text(
                        ResourceNotFoundException.class,
                        () -> client.listTagsForResource(request -> request.resourceARN(ARN + "2"))))
                .isEqualTo("Stream orders2 under account 000000000000 not found.");
        String other = "arn:aws:kinesis:eu-west-1:000000000000:queue/orders";
        assertThat(Errors.text(
                        ResourceNotFoundException.class,
                        () -> client.listTagsForResource(request -> request.resourceARN(other))))
                .isEqualTo("Resource " + other + " not found.");
        assertThat(Errors.text(
                        ResourceNotFoundException.class,
                        () -> client.listTagsForStream(request -> request.streamName("missing"))))
                .isEqualTo("Stream missing under account 000000000000 not found.");
        assertThat(validation(() -> client.listTagsForResource(request -> request.resourceARN("orders"))))
                .contains("Member must satisfy regular expression pattern: arn:aws.*:kinesis:.*:\\d{12}:");
    }

    private void add(Map<String, String> tags) {
        client.addTagsToStream(request -> request.streamName("orders").tags(tags));
    }

    private List<Tag> tags() {
        return client.listTagsForStream(request -> request.streamName("orders")).tags();
    }

    private static Map<String, String> numbered(int from, int to) {
        return IntStream.range(from, to).boxed().collect(Collectors.toMap(number -> "key" + number, number -> "value"));
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static String invalid(ThrowingCallable call) {
        return Errors.text(InvalidArgumentException.class, call);
    }

    private static String validation(ThrowingCallable call) {
        return Errors.text(ValidationException.class, call);
    }
}
