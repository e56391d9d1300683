package dev.millrace.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class UserRecordsHandlerTest {

    private final RecordingContext context = new RecordingContext();
    private final List<List<String>> calls = new ArrayList<>();
    private final KinesisEvent event =
            Events.event(Events.plain(1, "a"), Events.aggregate(2, "b", "c", "d"), Events.plain(3, "e"));

    private void keep(List<LambdaUserRecord> records) {
        calls.add(records.stream()
                .map(record -> record.kind() == RecordKind.CORRUPT ? "corrupt" : record.text())
                .toList());
    }

    private StreamsEventResponse process(KinesisEvent given, HandlerOptions options, UserRecordsTaker taker) {
        return EventProcessing.together(given, options, context, taker);
    }

    @Test
    void allUserRecordsOfAnEventComeInOneCall() {
        StreamsEventResponse response = process(event, HandlerOptions.defaults(), this::keep);

        assertThat(response.getBatchItemFailures()).isEmpty();
        assertThat(calls).containsExactly(List.of("a", "b", "c", "d", "e"));
    }

    @Test
    void failureThatNamesARecordIsAnsweredWithItsKinesisRecord() {
        StreamsEventResponse response = process(event, HandlerOptions.defaults(), records -> {
            throw new UserRecordFailedException(records.get(3), new IOException("disk full"));
        });

        assertThat(response.getBatchItemFailures()).hasSize(1);
        assertThat(response.getBatchItemFailures().get(0).getItemIdentifier()).isEqualTo("1002");
        assertThat(context.log()).contains("subSequenceNumber=2").contains("disk full");
    }

    @Test
    void failureThatNamesNoneFailsTheEvent() {
        IllegalStateException unchecked = new IllegalStateException("no");

        assertThatThrownBy(() -> process(event, HandlerOptions.defaults(), records -> {
                    throw unchecked;
                }))
                .isSameAs(unchecked);
        assertThatThrownBy(() -> process(event, HandlerOptions.defaults(), records -> {
                    throw new IOException("disk full");
                }))
                .isInstanceOf(BatchFailedException.class)
                .hasMessage("user records failed: count=5")
                .hasRootCauseMessage("disk full");
    }

    @Test
    void whatLiesBeforeACorruptRecordIsProcessedBeforeItFails() {
        KinesisEvent corrupt = Events.event(Events.plain(1, "a"), Events.corrupt(2), Events.plain(3, "b"));

        StreamsEventResponse response =
                process(corrupt, HandlerOptions.defaults().corrupt(CorruptPolicy.fail()), this::keep);

        assertThat(calls).containsExactly(List.of("a"));
        assertThat(response.getBatchItemFailures().get(0).getItemIdentifier()).isEqualTo("1002");
        assertThat(context.log()).contains("record is corrupt");

        assertThatThrownBy(() -> process(
                        corrupt,
                        HandlerOptions.defaults().corrupt(CorruptPolicy.fail()).report(FailureReport.EXCEPTION),
                        this::keep))
                .isInstanceOf(UserRecordFailedException.class);
    }

    @Test
    void nothingIsHandedOverOfAnEventWithoutUserRecords() {
        process(new KinesisEvent(), HandlerOptions.defaults(), this::keep);
        process(
                Events.event(Events.corrupt(1)),
                HandlerOptions.defaults().corrupt(CorruptPolicy.deadLetter(record -> {})),
                this::keep);

        assertThat(calls).isEmpty();
    }
}
