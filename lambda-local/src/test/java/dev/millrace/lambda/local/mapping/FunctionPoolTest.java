package dev.millrace.lambda.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.lambda.local.FunctionAnswer;
import dev.millrace.lambda.local.FunctionZip;
import dev.millrace.lambda.local.LocalFunction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Mappings to a real function: a zip under the runtime's own client. */
@EnabledOnOs(OS.LINUX)
final class FunctionPoolTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String HANDLER = MappedHandler.class.getName() + "::handle";

    @TempDir
    private Path folder;

    private Path zip = Path.of("not yet");
    private final AtomicInteger started = new AtomicInteger();

    @BeforeEach
    void writeZip() throws IOException {
        Path jar = folder.resolve("function.jar");
        String entry = MappedHandler.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                InputStream in = Objects.requireNonNull(MappedHandler.class.getResourceAsStream("/" + entry))) {
            out.putNextEntry(new ZipEntry(entry));
            in.transferTo(out);
            out.closeEntry();
        }
        zip = folder.resolve("function.zip");
        FunctionZip.write(zip, HANDLER, List.of(jar));
    }

    private FunctionPool pool(int concurrency, Duration timeout) {
        return new FunctionPool(
                () -> {
                    started.incrementAndGet();
                    return LocalFunction.start(
                            zip, HANDLER, 128, Map.of("SEEN", folder.toString()), folder.resolve("log"));
                },
                concurrency,
                timeout);
    }

    private static byte[] event(String data) {
        String encoded = Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8));
        return ("{\"Records\":[{\"kinesis\":{\"sequenceNumber\":\"1\",\"data\":\"" + encoded + "\"}}]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void processIsUsedAgainAndReplacedWhenItHasEnded() throws Exception {
        try (FunctionPool pool = pool(2, LIMIT)) {
            assertThat(pool.invoke(event("a"))).isInstanceOf(FunctionAnswer.Returned.class);
            assertThat(pool.invoke(event("b"))).isInstanceOf(FunctionAnswer.Returned.class);
            assertThat(started).hasValue(1);

            FunctionAnswer ended = pool.invoke(event("exit"));
            assertThat(ended).isInstanceOf(FunctionAnswer.Failed.class);
            assertThat(ended.text()).contains("exitCode=3");
            assertThat(pool.invoke(event("c"))).isInstanceOf(FunctionAnswer.Returned.class);
            assertThat(started).hasValue(2);
        }
    }

    @Test
    void processWithoutAnAnswerInTimeIsReplaced() throws Exception {
        try (FunctionPool pool = pool(1, Duration.ofSeconds(5))) {
            FunctionAnswer answer = pool.invoke(event("hang"));
            assertThat(answer)
                    .isInstanceOfSatisfying(
                            FunctionAnswer.Failed.class,
                            failed -> assertThat(failed.errorType()).isEqualTo("Sandbox.Timedout"));
        }
        try (FunctionPool pool = pool(1, LIMIT)) {
            assertThat(pool.invoke(event("a"))).isInstanceOf(FunctionAnswer.Returned.class);
        }
        assertThat(started).hasValue(2);
    }

    @Test
    void closedPoolInvokesNothing() {
        FunctionPool pool = pool(1, LIMIT);
        pool.close();
        assertThatThrownBy(() -> pool.invoke(event("a"))).hasMessage("the pool of functions is closed");
    }

    /** Through a record that ends the process, one that throws and one that is named, to the last. */
    @Test
    void streamGoesThroughTheRealRuntime() throws Exception {
        CountDownLatch done = new CountDownLatch(8);
        Path notices = folder.resolve("notices");
        try (Source source = new Source(1);
                FunctionPool pool = pool(1, LIMIT)) {
            List<String> all = List.of("a", "b", "exit", "c", "throw", "d", "name", "e");
            all.forEach(text -> source.put("key", text));
            MappingListener listener = new MappingListener() {
                @Override
                public void invoked(String shardId, int records, FunctionAnswer answer, int failed) {
                    countDown(records - failed);
                }

                @Override
                public void discarded(DiscardedBatch batch) {
                    countDown(batch.batchSize());
                }

                private void countDown(int records) {
                    for (int i = 0; i < records; i++) {
                        done.countDown();
                    }
                }
            };
            try (EventSourceMapping mapping = EventSourceMapping.builder(source.client(), Source.STREAM, pool)
                    .checkpointFolder(folder.resolve("checkpoints"))
                    .reportBatchItemFailures(true)
                    .bisectBatchOnFunctionError(true)
                    .maximumRetryAttempts(1)
                    .pauses(Duration.ofMillis(1), Duration.ofMillis(20))
                    .onFailure(new FileDestination(notices))
                    .listener(listener)
                    .build()) {
                mapping.start();
                assertThat(done.await(2, TimeUnit.MINUTES)).isTrue();
            }
        }
        List<String> seen = Files.readAllLines(folder.resolve("seen"));
        assertThat(seen.stream().distinct()).containsExactly("a", "b", "c", "d", "name", "e");
        ObjectMapper jackson = new ObjectMapper();
        assertThat(Files.readAllLines(notices))
                .hasSize(2)
                .allSatisfy(line -> assertThat(jackson.readTree(line)
                                .at("/KinesisBatchInfo/batchSize")
                                .intValue())
                        .isEqualTo(1));
    }
}
