package dev.millrace.local.junit;

import dev.millrace.local.LocalKinesis;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Test classes that a test runs, and what they were handed. */
final class Samples {

    static final List<LocalKinesis> SERVICES = new CopyOnWriteArrayList<>();
    static final List<LocalKinesisClients> CLIENTS = new CopyOnWriteArrayList<>();
    static final List<String> STREAMS = new CopyOnWriteArrayList<>();

    private Samples() {}

    static void forget() {
        SERVICES.clear();
        CLIENTS.clear();
        STREAMS.clear();
    }

    private static void note(LocalKinesis kinesis, LocalKinesisClients clients, String stream) {
        SERVICES.add(kinesis);
        CLIENTS.add(clients);
        STREAMS.add(stream);
    }

    @ExtendWith(LocalKinesisExtension.class)
    static class OneForTheClass implements Sample {

        @RepeatedTest(3)
        void test(LocalKinesis kinesis, LocalKinesisClients clients, @KinesisStream String stream) {
            note(kinesis, clients, stream);
            clients.sync().listStreams();
            clients.async().listStreams().join();
        }
    }

    static class OneEach implements Sample {

        @RegisterExtension
        static final LocalKinesisExtension KINESIS = LocalKinesisExtension.builder().perTest(true).stream("orders", 2)
                .build();

        @RepeatedTest(3)
        void test(LocalKinesis kinesis, LocalKinesisClients clients, @KinesisStream String stream) {
            note(kinesis, clients, stream);
        }
    }

    static class OneWithEachInstance implements Sample {

        @RegisterExtension
        final LocalKinesisExtension kinesis =
                LocalKinesisExtension.builder().stream("orders", 2).build();

        @RepeatedTest(3)
        void test(LocalKinesis service, LocalKinesisClients clients, @KinesisStream String stream) {
            note(service, clients, stream);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ExtendWith(LocalKinesisExtension.class)
    static class AtTheSameTime implements Sample {

        private static final CyclicBarrier TOGETHER = new CyclicBarrier(2);

        @Test
        void one(LocalKinesis kinesis, LocalKinesisClients clients, @KinesisStream String stream) throws Exception {
            meet(kinesis, clients, stream);
        }

        @Test
        void two(LocalKinesis kinesis, LocalKinesisClients clients, @KinesisStream String stream) throws Exception {
            meet(kinesis, clients, stream);
        }

        /** With the other test, which runs at the same time or never comes. */
        private static void meet(LocalKinesis kinesis, LocalKinesisClients clients, String stream) throws Exception {
            TOGETHER.await(20, TimeUnit.SECONDS);
            note(kinesis, clients, stream);
            clients.sync().describeStream(request -> request.streamName(stream));
            clients.async()
                    .describeStream(request -> request.streamName(stream))
                    .join();
        }
    }

    @ExtendWith(LocalKinesisExtension.class)
    static class StreamThatIsNoText implements Sample {

        @Test
        void test(@KinesisStream Integer stream) {
            STREAMS.add(String.valueOf(stream));
        }
    }

    @ExtendWith(LocalKinesisExtension.class)
    static class StreamWithoutShards implements Sample {

        @Test
        void test(@KinesisStream(shards = 0) String stream) {
            STREAMS.add(stream);
        }
    }

    static class EachTestOutsideOfTests implements Sample {

        @RegisterExtension
        static final LocalKinesisExtension KINESIS =
                LocalKinesisExtension.builder().perTest(true).build();

        @BeforeAll
        static void before(LocalKinesis kinesis) {
            SERVICES.add(kinesis);
        }

        @Test
        void test() {
            STREAMS.add("never");
        }
    }
}
