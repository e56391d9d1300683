package dev.millrace.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.record.AggregatedRecord;
import dev.millrace.record.AggregationLayout;
import dev.millrace.record.HashKey;
import dev.millrace.record.RecordAggregator;
import dev.millrace.record.UserRecord;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What we write, as the other languages' libraries read it. Those of Python and Node show the hash key at index 0 for
 * records that have none, so of a pinned record they show the pin. The tests of random aggregates together take the
 * whole count.
 */
@Tag("interop")
class AggregatesReadByOthersTest {

    private static final int TENTH = RandomRecords.AGGREGATES / 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final long seed = RandomRecords.seed();
    private final RandomRecords random = new RandomRecords(seed);

    @ParameterizedTest
    @EnumSource
    void pinnedAggregatesAreReadInOrder(Language language) throws Exception {
        assertReadBack(
                language,
                RandomRecords.AGGREGATES - 2 * TENTH,
                () -> Written.of(AggregationLayout.PINNED, random.some(() -> null)),
                (aggregate, record) -> String.valueOf(aggregate.explicitHashKey()));
    }

    @ParameterizedTest
    @EnumSource
    void pinnedAggregatesOfOneOwnHashKeyAreReadInOrder(Language language) throws Exception {
        assertReadBack(
                language,
                TENTH,
                () -> {
                    HashKey own = random.hashKey();
                    return Written.of(AggregationLayout.PINNED, random.some(() -> own));
                },
                AggregatesReadByOthersTest::ownHashKey);
    }

    @ParameterizedTest
    @EnumSource
    void kplAggregatesAreReadInOrder(Language language) throws Exception {
        assertReadBack(
                language,
                TENTH,
                () -> {
                    boolean own = random.coin();
                    return Written.of(AggregationLayout.KPL, random.some(() -> own ? random.hashKey() : null));
                },
                AggregatesReadByOthersTest::ownHashKey);
    }

    @ParameterizedTest
    @EnumSource
    void anAggregateWithoutRecordsIsReadAsNothing(Language language) throws Exception {
        byte[] message = {0x0A, 1, 'a'};
        ByteBuffer aggregate = ByteBuffer.allocate(4 + message.length + 16)
                .putInt(0xF3899AC2)
                .put(message)
                .put(MessageDigest.getInstance("MD5").digest(message))
                .flip();
        try (Script script = Script.start(language.script("aggregates", "read"))) {
            assertThat(script.ask(List.of(toLine(aggregate))))
                    .singleElement()
                    .satisfies(answer -> assertThat(JSON.readTree(answer).required("userRecords"))
                            .isEmpty());
            assertThat(script.end()).isEmpty();
        }
    }

    /** User records and the aggregate that was made of them. */
    private record Written(List<UserRecord> userRecords, AggregatedRecord aggregate) {

        static Written of(AggregationLayout layout, List<UserRecord> userRecords) {
            RecordAggregator aggregator = RecordAggregator.builder()
                    .layout(layout)
                    .frameLoneRecords(true)
                    .build();
            for (UserRecord record : userRecords) {
                assertThat(aggregator.addUserRecord(record)).isEmpty();
            }
            List<AggregatedRecord> finished = aggregator.clearAndGet();
            assertThat(finished).hasSize(1);
            return new Written(userRecords, finished.get(0));
        }
    }

    private static String toLine(ByteBuffer aggregate) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("data", RandomRecords.base64(aggregate))
                .toString();
    }

    private static @Nullable String ownHashKey(AggregatedRecord aggregate, UserRecord record) {
        HashKey own = record.explicitHashKey();
        return own == null ? null : own.toString();
    }

    private void assertReadBack(
            Language language,
            int count,
            Supplier<Written> next,
            BiFunction<AggregatedRecord, UserRecord, @Nullable String> shownHashKey)
            throws Exception {
        try (Script script = Script.start(language.script("aggregates", "read"))) {
            for (int done = 0; done < count; done += RandomRecords.CHUNK) {
                List<Written> written = Stream.generate(next)
                        .limit(Math.min(RandomRecords.CHUNK, count - done))
                        .toList();
                List<String> answers = script.ask(written.stream()
                        .map(one -> toLine(one.aggregate().data()))
                        .toList());
                for (int i = 0; i < answers.size(); i++) {
                    assertThat(asList(JSON.readTree(answers.get(i)).required("userRecords")))
                            .as("-Dmillrace.seed=%d aggregate=%d", seed, done + i)
                            .isEqualTo(shown(language, written.get(i), shownHashKey));
                }
            }
            assertThat(script.end()).isEmpty();
        }
    }

    private static List<JsonNode> shown(
            Language language, Written written, BiFunction<AggregatedRecord, UserRecord, @Nullable String> hashKey) {
        List<JsonNode> shown = new ArrayList<>();
        for (UserRecord record : written.userRecords()) {
            ObjectNode one = RandomRecords.toJson(record);
            if (language.showsHashKeyAndIndex()) {
                one.put("explicitHashKey", hashKey.apply(written.aggregate(), record))
                        .put("subSequenceNumber", shown.size());
            } else {
                one.remove("explicitHashKey");
            }
            shown.add(one);
        }
        return shown;
    }

    private static List<JsonNode> asList(JsonNode array) {
        List<JsonNode> list = new ArrayList<>();
        array.forEach(list::add);
        return list;
    }
}
