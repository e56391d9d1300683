package dev.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.record.AggregationLayout;
import dev.millrace.record.RecordTooLargeException;
import dev.millrace.record.UserRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** One producer and several streams, by name or ARN, each with options of its own. */
@ExtendWith(KinesisExtension.class)
class ManyStreamsTest {

    private final KinesisExtension.Kinesis kinesis;

    ManyStreamsTest(KinesisExtension.Kinesis kinesis) {
        this.kinesis = kinesis;
    }

    @Test
    void eachStreamHasItsOptions() {
        TestStream packed = kinesis.stream(1);
        TestStream kpl = kinesis.stream(1);
        TestStream plain = kinesis.stream(1);
        TestStream byKey = kinesis.stream(1);
        try (Producer producer = Producer.builder(kinesis.client()).stream(
                        kpl.name(), options -> options.layout(AggregationLayout.KPL))
                .stream(plain.name(), options -> options.grouping(Grouping.NONE))
                .stream(byKey.name(), options -> options.grouping(Grouping.PARTITION_KEY))
                .linger(Duration.ofSeconds(10))
                .build()) {
            List<Puts> puts = new ArrayList<>();
            for (TestStream stream : List.of(packed, kpl, plain, byKey)) {
                Await.result(producer.prepare(stream.name()));
                Puts own = new Puts(producer, stream);
                for (int i = 0; i < 40; i++) {
                    own.put("key-" + i % 4, stream.name() + "-" + i);
                }
                puts.add(own);
            }
            producer.flush();
            puts.get(0).assertStoredOnceAsAnswered(packed.contents());
            puts.get(1).assertStoredOnceAsAnswered(kpl.contents());
            puts.get(2).assertStoredOnceAsAnswered(plain.contents());
            puts.get(3).assertStoredOnceAsAnswered(byKey.contents());
            assertThat(packed.contents().records()).hasSize(1);
            assertThat(packed.contents().userRecords()).allMatch(StreamContents.Found::pinned);
            assertThat(kpl.contents().records()).hasSize(1);
            assertThat(kpl.contents().userRecords()).noneMatch(StreamContents.Found::pinned);
            assertThat(plain.contents().records()).hasSize(40).noneMatch(StreamContents.Stored::framed);
            assertThat(byKey.contents().records()).hasSize(4);
        }
    }

    @Test
    void streamsOfOtherRegionsHaveClientsOfTheirOwnAndArnsServeAsNames() {
        TestStream here = kinesis.stream(1);
        try (KinesisAsyncClient there =
                kinesis.clientBuilder().region(Region.EU_WEST_1).build()) {
            Await.result(there.createStream(request -> request.streamName("far").shardCount(1)));
            String farArn = "arn:aws:kinesis:eu-west-1:000000000000:stream/far";
            String hereArn = "arn:aws:kinesis:us-east-1:000000000000:stream/" + here.name();
            try (Producer producer = Producer.builder(kinesis.client()).stream(farArn, options -> options.client(there))
                    .build()) {
                Await.result(producer.put(farArn, "key", Texts.bytes("far")));
                Await.result(producer.put(hereArn, "key", Texts.bytes("near")));
            }
            assertThat(new TestStream(there, "far").contents().counts()).containsOnlyKeys("far");
            assertThat(here.contents().counts()).containsOnlyKeys("near");
        }
    }

    @Test
    void unknownStreamFailsAtOnceAndDisturbsNoOther() {
        TestStream stream = kinesis.stream(1);
        try (Producer producer = Producer.builder(kinesis.client()).build()) {
            var unknown = producer.put("no-such-stream", "key", Texts.bytes("a"));
            Puts puts = new Puts(producer, stream).some("other", 20);
            assertThat(Await.putFailure(unknown))
                    .hasMessageContaining("no-such-stream")
                    .extracting(PutFailedException::reason)
                    .isEqualTo(PutFailedException.Reason.REFUSED);
            producer.flush();
            puts.assertStoredOnceAsAnswered(stream.contents());
            assertThatIllegalArgumentException().isThrownBy(() -> producer.put(" ", "key", Texts.bytes("a")));
        }
    }

    @Test
    void manyArePutInOneCallAllOrNoneAccepted() {
        TestStream stream = kinesis.stream(2);
        try (Producer producer = Producer.builder(kinesis.client()).build()) {
            List<UserRecord> records = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                records.add(UserRecord.of("key-" + i, Texts.bytes("text-" + i)));
            }
            List<PutResult> results = Await.result(producer.putAll(stream.name(), records));
            Map<StreamContents.Place, StreamContents.Found> places =
                    stream.contents().byPlace();
            for (int i = 0; i < 100; i++) {
                StreamContents.Found found =
                        Objects.requireNonNull(places.get(StreamContents.Place.of(results.get(i))));
                assertThat(found.text()).isEqualTo("text-" + i);
            }
            records.add(UserRecord.of("key", new byte[2 << 20]));
            assertThatThrownBy(() -> producer.putAll(stream.name(), records))
                    .isInstanceOf(RecordTooLargeException.class);
            producer.flush();
            assertThat(stream.contents().userRecords()).hasSize(100);
        }
    }

    @Test
    void blockingPutDoesNotLinger() throws InterruptedException {
        TestStream stream = kinesis.stream(1);
        try (Producer producer =
                Producer.builder(kinesis.client()).linger(Duration.ofHours(1)).build()) {
            PutResult result = producer.putAndWait(stream.name(), UserRecord.of("key", Texts.bytes("now")));
            assertThat(stream.contents().byPlace()).containsKey(StreamContents.Place.of(result));
            assertThatThrownBy(() -> producer.putAndWait("none", UserRecord.of("key", Texts.bytes("now"))))
                    .isInstanceOf(PutFailedException.class);
        }
    }

    @Test
    void adaptiveProducerSendsAtOnceWhileThePipeIsIdle() {
        TestStream stream = kinesis.stream(1);
        try (Producer producer = Producer.builder(kinesis.client())
                .adaptive(true)
                .linger(Duration.ofHours(1))
                .build()) {
            Await.result(producer.prepare(stream.name()));
            Await.result(producer.put(stream.name(), "key", Texts.bytes("first")));
            Puts puts = new Puts(producer, stream).some("more", 500);
            puts.results();
            assertThat(stream.contents().records()).hasSizeLessThan(300);
        }
    }

    @Test
    void streamThatWasMadeAgainIsRecognised() {
        TestStream stream = kinesis.stream(1);
        try (Producer producer = Producer.builder(kinesis.client())
                .layout(AggregationLayout.KPL)
                .shardMapRefresh(Duration.ofHours(1))
                .build()) {
            Await.result(producer.prepare(stream.name()));
            new Puts(producer, stream).some("before", 20).results();
            Await.result(kinesis.client().deleteStream(request -> request.streamName(stream.name())));
            kinesis.service().jumpClock(Duration.ofSeconds(10));
            Await.result(kinesis.client()
                    .createStream(request -> request.streamName(stream.name()).shardCount(2)));

            // The aggregate lands in the shard of the same name, which owns half of the hash keys only.
            Puts puts = new Puts(producer, stream).some("after", 60);
            producer.flush();
            puts.assertStoredAsAnswered(stream.contents());
            assertThat(puts.results().values())
                    .anyMatch(result -> Puts.outcomes(result.attempts()).contains(Attempt.Outcome.MISPLACED));
        }
    }

    @Test
    void listenerIsToldOfEverythingAndMayFail() {
        TestStream stream = kinesis.stream(1);
        ConcurrentLinkedQueue<Object> told = new ConcurrentLinkedQueue<>();
        ProducerListener listener = new ProducerListener() {
            @Override
            public void userRecordAccepted(String name, int dataBytes) {
                told.add("accepted");
                throw new IllegalStateException("by the test");
            }

            @Override
            public void requestEnded(RequestEvent event) {
                told.add(event);
                throw new IllegalStateException("by the test");
            }

            @Override
            public void attemptEnded(AttemptEvent event) {
                told.add(event);
            }

            @Override
            public void deliveryEnded(DeliveryEvent event) {
                told.add(event);
            }
        };
        FaultyKinesis faulty = new FaultyKinesis(kinesis.client());
        faulty.onPut(request -> faulty.puts().size() == 1
                ? PutFaults.error("InternalFailure", 500)
                : kinesis.client().putRecords(request));
        try (Producer producer = Producer.builder(faulty).listener(listener).build()) {
            Await.result(producer.prepare(stream.name()));
            new Puts(producer, stream).some("told", 10);
            producer.flush();
        }
        assertThat(told).filteredOn("accepted"::equals).hasSize(10);
        assertThat(told)
                .filteredOn(RequestEvent.class::isInstance)
                .hasSize(2)
                .anySatisfy(
                        event -> assertThat(((RequestEvent) event).errorCode()).isEqualTo("InternalFailure"));
        assertThat(told)
                .filteredOn(AttemptEvent.class::isInstance)
                .extracting(event -> ((AttemptEvent) event).outcome())
                .containsExactly(Attempt.Outcome.OPEN, Attempt.Outcome.STORED);
        assertThat(told)
                .filteredOn(DeliveryEvent.class::isInstance)
                .singleElement()
                .satisfies(event -> {
                    DeliveryEvent delivery = (DeliveryEvent) event;
                    assertThat(delivery.userRecords()).isEqualTo(10);
                    assertThat(delivery.attempts()).isEqualTo(2);
                    assertThat(delivery.dataBytes()).isEqualTo(10L * "told-0".length());
                    assertThat(delivery.failure()).isNull();
                });
    }
}
