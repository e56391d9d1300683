package dev.millrace.local.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.millrace.local.LocalKinesis;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HashSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** How many services there are, when they are closed, and what is refused, over test classes that are run here. */
@Timeout(60)
class LocalKinesisExtensionTest {

    @BeforeEach
    void forget() {
        Samples.forget();
    }

    @Test
    void testsOfAClassShareAServiceThatIsClosedBehindThem() {
        succeeds(Samples.OneForTheClass.class, 3);
        assertThat(new HashSet<>(Samples.SERVICES)).hasSize(1);
        assertThat(Samples.STREAMS).containsExactly("stream-1", "stream-2", "stream-3");
        assertAllClosed();
    }

    @Test
    void everyTestHasAServiceOfItsOwnIfAskedFor() {
        succeeds(Samples.OneEach.class, 3);
        assertThat(new HashSet<>(Samples.SERVICES)).hasSize(3);
        assertThat(Samples.STREAMS).containsExactly("stream-1", "stream-1", "stream-1");
        assertAllClosed();
    }

    @Test
    void anExtensionOfAnInstanceEndsWithItsTest() {
        succeeds(Samples.OneWithEachInstance.class, 3);
        assertThat(new HashSet<>(Samples.SERVICES)).hasSize(3);
        assertAllClosed();
    }

    @Test
    void testsAtTheSameTimeHaveStreamsOfTheirOwn() {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Samples.AtTheSameTime.class))
                .configurationParameter(Sample.PARAMETER, "true")
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
                .execute()
                .testEvents()
                .assertStatistics(tests -> tests.succeeded(2).failed(0));
        assertThat(new HashSet<>(Samples.SERVICES)).hasSize(1);
        assertThat(new HashSet<>(Samples.CLIENTS)).hasSize(1);
        assertThat(Samples.STREAMS).containsExactlyInAnyOrder("stream-1", "stream-2");
        assertAllClosed();
    }

    @Test
    void aStreamIsHandedOverByNameOnly() {
        assertThat(failure(Samples.StreamThatIsNoText.class)).contains("(String is wanted)");
        assertThat(failure(Samples.StreamWithoutShards.class)).contains("shard count out of range: stream-1:0");
        assertThat(Samples.STREAMS).isEmpty();
    }

    @Test
    void aServiceOfATestIsNotThereBeforeIt() {
        EngineExecutionResults results = run(Samples.EachTestOutsideOfTests.class);
        results.testEvents().assertStatistics(tests -> tests.started(0));
        assertThat(results.containerEvents().failed().stream()
                        .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                        .map(result -> result.getThrowable().orElseThrow().getMessage()))
                .singleElement()
                .asString()
                .contains("a service for each test is there within tests only");
        assertThat(Samples.SERVICES).isEmpty();
    }

    private static void succeeds(Class<?> sample, int count) {
        run(sample)
                .testEvents()
                .assertStatistics(tests -> tests.succeeded(count).failed(0));
        assertThat(Samples.SERVICES).hasSize(count);
    }

    private static String failure(Class<?> sample) {
        return run(sample).testEvents().failed().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result ->
                        String.valueOf(result.getThrowable().orElseThrow().getMessage()))
                .findFirst()
                .orElseThrow();
    }

    private static EngineExecutionResults run(Class<?> sample) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(sample))
                .configurationParameter(Sample.PARAMETER, "true")
                .execute();
    }

    private static void assertAllClosed() {
        for (LocalKinesis service : Samples.SERVICES) {
            assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), service.port()).close())
                    .isInstanceOf(ConnectException.class);
        }
        for (LocalKinesisClients clients : Samples.CLIENTS) {
            assertThatThrownBy(clients::async).isInstanceOf(IllegalStateException.class);
        }
    }
}
