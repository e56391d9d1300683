package dev.millrace.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class UserRecordHandlerTest {

    private final RecordingContext context = new RecordingContext();
    private final List<String> handled = new ArrayList<>();

    /** Keeps what it is given, and fails at some texts. */
    private final class Keeping extends UserRecordHandler {
        private final Set<String> failing;

        Keeping(HandlerOptions options, String... failing) {
            super(options);
            this.failing = Set.of(failing);
        }

        @Override
        protected void handle(LambdaUserRecord record, Context given) throws IOException {
            assertThat(given).isSameAs(context);
            String text = record.kind() == RecordKind.CORRUPT ? "corrupt" : record.text();
            if (failing.contains(text)) {
                throw new IOException("cannot take " + text);
            }
            handled.add(text);
        }
    }

    private final KinesisEvent event = Events.event(
            Events.plain(1, "a"), Events.aggregate(2, "b", "c", "d"), Events.aggregate(3, "e"), Events.plain(4, "f"));

    private static List<String> failures(StreamsEventResponse response) {
        return response.getBatchItemFailures().stream()
                .map(BatchItemFailure::getItemIdentifier)
                .toList();
    }

    @Test
    void everyUserRecordComesOnceInOrder() {
        StreamsEventResponse response = new Keeping(HandlerOptions.defaults()).handleRequest(event, context);

        assertThat(failures(response)).isEmpty();
        assertThat(handled).containsExactly("a", "b", "c", "d", "e", "f");
        assertThat(context.log()).isEmpty();
    }

    @Test
    void failureNamesTheEnclosingRecordAndStops() {
        StreamsEventResponse response = new Keeping(HandlerOptions.defaults(), "c", "f").handleRequest(event, context);

        assertThat(failures(response)).containsExactly("1002");
        assertThat(handled).containsExactly("a", "b");
        assertThat(context.log())
                .contains("sequenceNumber=1002 subSequenceNumber=1")
                .contains("java.io.IOException: cannot take c");
    }

    @Test
    void goingOnTakesTheNextKinesisRecordAndNamesAllThatFailed() {
        HandlerOptions goOn = HandlerOptions.defaults().afterFailure(AfterFailure.GO_ON);

        StreamsEventResponse response = new Keeping(goOn, "c", "f").handleRequest(event, context);

        assertThat(failures(response)).containsExactly("1002", "1004");
        assertThat(handled).containsExactly("a", "b", "e");
    }

    @Test
    void withoutPartialAnswersAFailureIsAnException() {
        HandlerOptions throwing = HandlerOptions.defaults().report(FailureReport.EXCEPTION);

        assertThatThrownBy(() -> new Keeping(throwing, "c").handleRequest(event, context))
                .isInstanceOf(UserRecordFailedException.class)
                .hasMessageContaining("sequenceNumber=1002 subSequenceNumber=1")
                .hasRootCauseMessage("cannot take c");
        assertThat(handled).containsExactly("a", "b");
    }

    @Test
    void corruptRecordGoesWhereThePolicySays() {
        KinesisEvent corrupt = Events.event(Events.plain(1, "a"), Events.corrupt(2), Events.plain(3, "b"));
        List<LambdaUserRecord> letters = new ArrayList<>();

        new Keeping(HandlerOptions.defaults()).handleRequest(corrupt, context);
        assertThat(handled).containsExactly("a", "corrupt", "b");

        handled.clear();
        new Keeping(HandlerOptions.defaults().corrupt(CorruptPolicy.deadLetter(letters::add)))
                .handleRequest(corrupt, context);
        assertThat(handled).containsExactly("a", "b");
        assertThat(letters).hasSize(1);
        assertThat(letters.get(0).bytes()).isEqualTo(Events.corruptBytes());
        assertThat(letters.get(0).corruptReason()).contains("offset=");

        handled.clear();
        StreamsEventResponse response =
                new Keeping(HandlerOptions.defaults().corrupt(CorruptPolicy.fail())).handleRequest(corrupt, context);
        assertThat(failures(response)).containsExactly("1002");
        assertThat(handled).containsExactly("a");
        assertThat(context.log()).contains("record is corrupt: sequenceNumber=1002");
    }

    @Test
    void deadLetterThatIsNotTakenIsAFailure() {
        HandlerOptions options = HandlerOptions.defaults().corrupt(CorruptPolicy.deadLetter(record -> {
            throw new IllegalStateException("no room");
        }));

        StreamsEventResponse response =
                new Keeping(options).handleRequest(Events.event(Events.corrupt(7), Events.plain(8, "a")), context);

        assertThat(failures(response)).containsExactly("1007");
    }

    @Test
    void recordWithoutDataFailsAlone() {
        KinesisEventRecord empty = Events.plain(2, "x");
        empty.getKinesis().setData(null);

        StreamsEventResponse response = new Keeping(HandlerOptions.defaults())
                .handleRequest(Events.event(Events.plain(1, "a"), empty), context);

        assertThat(failures(response)).containsExactly("1002");
        assertThat(handled).containsExactly("a");
    }

    @Test
    void eventOfAnotherSourceIsRefused() {
        KinesisEventRecord other = new KinesisEventRecord();
        other.setEventSource("aws:sqs");

        assertThatThrownBy(() -> new Keeping(HandlerOptions.defaults()).handleRequest(Events.event(other), context))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("eventSource=aws:sqs");
    }

    @Test
    void errorOfTheJvmFailsTheWholeEvent() {
        UserRecordHandler failing = new UserRecordHandler() {
            @Override
            protected void handle(LambdaUserRecord record, Context given) {
                throw new OutOfMemoryError("made up");
            }
        };

        assertThatThrownBy(() -> failing.handleRequest(event, context)).isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void aggregateWithoutUserRecordsIsProcessed() {
        StreamsEventResponse response = new Keeping(HandlerOptions.defaults())
                .handleRequest(
                        Events.event(
                                Events.record(1, "a", Events.framed(new byte[] {0x0a, 1, 'k'})), Events.plain(2, "a")),
                        context);

        assertThat(failures(response)).isEmpty();
        assertThat(handled).containsExactly("a");
    }

    @Test
    void eventWithoutRecordsIsAnsweredWithSuccess() {
        assertThat(failures(new Keeping(HandlerOptions.defaults()).handleRequest(new KinesisEvent(), context)))
                .isEmpty();
    }

    @Test
    void defaultsAreAsDocumented() {
        assertThat(HandlerOptions.defaults())
                .isEqualTo(new HandlerOptions(new CorruptPolicy.Deliver(), AfterFailure.STOP, FailureReport.RESPONSE));
    }
}
