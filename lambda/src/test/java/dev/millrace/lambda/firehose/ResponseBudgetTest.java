package dev.millrace.lambda.firehose;

import static dev.millrace.lambda.firehose.FirehoseEvents.outcomes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.lambda.RecordingContext;
import dev.millrace.lambda.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ResponseBudgetTest {

    private static final ObjectMapper JACKSON =
            new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

    private final RecordingContext context = new RecordingContext();
    private final FirehoseOptions small = FirehoseOptions.defaults().maxResponseBytes(2_000);

    private FirehoseResponse times(FirehoseEvent event, FirehoseOptions options, int factor) {
        return FirehoseTransformation.apply(
                event, options, context, record -> Transformed.ok(record.text().repeat(factor)));
    }

    private static List<String> results(FirehoseResponse response) {
        return FirehoseEvents.records(response).stream()
                .map(record -> String.valueOf(record.getResult()))
                .toList();
    }

    @Test
    void whatDoesNotFitFailsAndSmallerOnesBehindItStillFit() {
        FirehoseEvent event = FirehoseEvents.event("a", "x".repeat(80), "b");

        assertThat(results(times(event, small, 20))).containsExactly("Ok", "ProcessingFailed", "Ok");
        assertThat(context.log()).contains("no room in the response: transformedLength=1600");
    }

    @Test
    void whatDoesNotFitGoesBackWholeAndCountsAsDropped() {
        List<String> putBack = new ArrayList<>();
        FirehoseEvent event = FirehoseEvents.event("a", "x".repeat(30), "y".repeat(30), "b", "z".repeat(90));
        FirehoseOptions options = small.overBudget(OverBudget.reingest((given, records) -> {
            assertThat(given).isSameAs(event);
            records.forEach(record -> putBack.add(record.text()));
        }));

        // The last one would not fit an empty response either.
        assertThat(results(times(event, options, 20))).containsExactly("Ok", "Ok", "Dropped", "Ok", "ProcessingFailed");
        assertThat(putBack).containsExactly("y".repeat(30));
    }

    @Test
    void puttingBackThatFailsIsAFailureOfItsRecords() {
        FirehoseEvent event = FirehoseEvents.event("x".repeat(40), "y".repeat(40));
        FirehoseOptions options = small.overBudget(OverBudget.reingest((given, records) -> {
            throw new IOException("stream is gone");
        }));

        assertThat(results(times(event, options, 20))).containsExactly("Ok", "ProcessingFailed");
        assertThat(context.log()).contains("putting back 1 records failed").contains("stream is gone");
    }

    @Test
    void whatDoesNotFitIsTrimmedToTheRoomThatIsLeft() {
        FirehoseEvent event = FirehoseEvents.event("x".repeat(30), "y".repeat(60));
        FirehoseOptions options = small.overBudget(
                OverBudget.trim((record, data, maxBytes) -> data.slice(0, Math.min(data.limit(), maxBytes))));

        FirehoseResponse response = times(event, options, 20);

        assertThat(results(response)).containsExactly("Ok", "Ok");
        ByteBuffer trimmed = FirehoseEvents.records(response).get(1).getData();
        assertThat(trimmed).isNotNull();
        assertThat(trimmed.remaining()).isBetween(500, 800);
    }

    @Test
    void trimmerThatGivesTooMuchOrNothingOrThrowsIsAFailure() {
        FirehoseEvent event = FirehoseEvents.event("x".repeat(80), "y".repeat(80), "z".repeat(80));
        FirehoseOptions options = small.overBudget(OverBudget.trim(
                (record, data, maxBytes) -> switch (record.text().charAt(0)) {
                    case 'x' -> data;
                    case 'y' -> null;
                    default -> throw new IllegalStateException("made up");
                }));

        assertThat(outcomes(times(event, options, 20)))
                .containsExactly("ProcessingFailed", "ProcessingFailed", "ProcessingFailed");
        assertThat(context.log()).contains("made up");
    }

    @Test
    void limitHoldsForAnyRecordsAndPolicies() throws JsonProcessingException {
        SplittableRandom random = Seed.random();
        for (int round = 0; round < 200; round++) {
            List<byte[]> payloads = new ArrayList<>();
            for (int i = 1 + random.nextInt(8); i > 0; i--) {
                byte[] payload = new byte[random.nextInt(600)];
                random.nextBytes(payload);
                payloads.add(payload);
            }
            FirehoseEvent event = FirehoseEvents.event(payloads);
            String key = "\u00e9\n\"".repeat(1 + random.nextInt(40));
            OverBudget policy = switch (random.nextInt(3)) {
                case 0 -> OverBudget.fail();
                case 1 -> OverBudget.reingest((given, records) -> {});
                default -> OverBudget.trim((record, data, maxBytes) -> data.slice(0, maxBytes));
            };

            FirehoseResponse response = FirehoseTransformation.apply(
                    event,
                    small.overBudget(policy),
                    null,
                    record -> Transformed.unchanged(record)
                            .partitionKey(key, "\u20ac\ud83d\ude00")
                            .table("d", key, Transformed.Operation.INSERT));

            assertThat(FirehoseEvents.records(response)).hasSameSizeAs(payloads);
            assertThat(JACKSON.writeValueAsBytes(response).length).isLessThanOrEqualTo(2_000);
        }
    }

    @Test
    void roomIsUsedButForSomePercent() throws JsonProcessingException {
        List<byte[]> payloads = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            payloads.add("x".repeat(1_000).getBytes(StandardCharsets.UTF_8));
        }
        FirehoseOptions options = FirehoseOptions.defaults()
                .overBudget(OverBudget.trim((record, data, maxBytes) -> data.slice(0, Math.min(1_000, maxBytes))));

        FirehoseResponse response =
                FirehoseTransformation.apply(FirehoseEvents.event(payloads), options, null, Transformed::unchanged);

        int bytes = JACKSON.writeValueAsBytes(response).length;
        System.out.println(String.format(Locale.ROOT, "response of %,d bytes", bytes));
        assertThat(bytes).isBetween(5_600_000, 6_000_000);
    }

    @Test
    void eventWithMoreRecordsThanAnyAnswerHoldsIsRefused() {
        List<byte[]> payloads = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            payloads.add(new byte[0]);
        }

        assertThatThrownBy(() -> times(FirehoseEvents.event(payloads), small, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("records=100");
    }
}
