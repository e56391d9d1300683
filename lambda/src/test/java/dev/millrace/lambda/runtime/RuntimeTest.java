package dev.millrace.lambda.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.lambda.local.FunctionAnswer;
import dev.millrace.lambda.local.FunctionZip;
import dev.millrace.lambda.local.HandlerCheck;
import dev.millrace.lambda.local.LocalFunction;
import dev.millrace.lambda.samples.BulkHandler;
import dev.millrace.lambda.samples.CountingWindowHandler;
import dev.millrace.lambda.samples.OneByOneHandler;
import dev.millrace.lambda.samples.SquaringTransform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.joda.time.DateTime;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The samples as a zip, in the runtime's own client with its own serialization. */
@EnabledOnOs(OS.LINUX)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RuntimeTest {

    private static final ObjectMapper JACKSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Path folder = Path.of("not yet");
    private Path zip = folder;

    /** With what the runtime wants for its own reading of Kinesis events. */
    private Path typedZip = folder;

    @BeforeAll
    void writeZip(@TempDir Path shared) throws IOException {
        folder = shared;
        zip = SampleZip.write(folder, "samples.zip", List.of());
        typedZip = SampleZip.write(folder, "typed.zip", List.of(DateTime.class));
    }

    private static byte[] event(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(RuntimeTest.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }

    /** What a function returns, and what it has logged by then. */
    private record Run(FunctionAnswer answer, String log) {
        JsonNode json() throws IOException {
            assertThat(answer).as("%s, log: %s", answer.text(), log).isInstanceOf(FunctionAnswer.Returned.class);
            return JACKSON.readTree(answer.text());
        }
    }

    private Run run(String handler, byte[] event) throws IOException, InterruptedException, TimeoutException {
        return run(zip, handler, event);
    }

    private Run run(Path packaged, String handler, byte[] event)
            throws IOException, InterruptedException, TimeoutException {
        Path log = Files.createTempFile(folder, "function", ".log");
        try (LocalFunction function = LocalFunction.start(packaged, handler, 256, Map.of(), log)) {
            FunctionAnswer answer = function.invoke(event, LIMIT);
            return new Run(answer, Files.readString(log));
        }
    }

    @Test
    void bulkHandlerFitsIntoAMegabyteAndRuns() throws Exception {
        HandlerCheck.check(zip, BulkHandler.class.getName());
        long bytes = Files.size(zip);
        System.out.println(String.format(Locale.ROOT, "zip of the samples: %,d bytes", bytes));
        assertThat(bytes).isLessThan(1_000_000);

        Run run = run(BulkHandler.class.getName(), event("kinesis.json"));

        assertThat(run.json().get("batchItemFailures")).isEmpty();
        assertThat(run.log()).contains("Successfully processed 5 records.").contains("key-c");
    }

    @Test
    void oneByOneHandlerShowsTheDictionaryAndNamesTheEnclosingRecord() throws Exception {
        Run run = run(OneByOneHandler.class.getName(), event("kinesis.json"));

        assertThat(run.json().at("/batchItemFailures/0/itemIdentifier").textValue())
                .isEqualTo("49590338271490256608559692538361571095921575989136588900");
        assertThat(run.log())
                .contains("\"subSequenceNumber\":2,\"aggregated\":true")
                .contains("\"explicitHashKey\":null")
                .contains("cannot process LambdaUserRecord[kind=PLAIN");
    }

    @Test
    void windowHandlerAnswersItsState() throws Exception {
        Run run = run(CountingWindowHandler.class.getName(), event("window.json"));

        assertThat(run.json().at("/state/key-a").textValue()).isEqualTo("4");
        assertThat(run.json().at("/state/key-b").textValue()).isEqualTo("1");
        assertThat(run.json().get("batchItemFailures")).isEmpty();
        assertThat(run.log()).contains("counts of the window");
    }

    @ParameterizedTest
    @CsvSource({"firehose-direct-put.json", "firehose-kinesis.json", "analytics-stream.json", "analytics-firehose.json"
    })
    void transformAnswersEveryRecordOfEachSource(String name) throws Exception {
        Run run = run(SquaringTransform.class.getName(), event(name));

        ArrayNode records = (ArrayNode) run.json().get("records");
        ArrayNode sources = (ArrayNode) JACKSON.readTree(event(name)).get("records");
        assertThat(records).hasSameSizeAs(sources);
        for (int i = 0; i < records.size(); i++) {
            assertThat(records.get(i).get("recordId")).isEqualTo(sources.get(i).get("recordId"));
        }
        assertThat(new String(records.get(0).get("data").binaryValue(), StandardCharsets.UTF_8))
                .isEqualTo("{\"a\":1,\"b\":4,\"c\":9}\n");
        assertThat(records.get(0).get("result").textValue()).isEqualTo("Ok");
        assertThat(records.get(0).at("/metadata/partitionKeys/members").textValue())
                .isEqualTo("3");
        assertThat(records.get(1).get("result").textValue()).isEqualTo("ProcessingFailed");
        assertThat(records.get(1).has("data")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "kinesis, kinesis.json",
        "window, window.json",
        "firehose, firehose-direct-put.json",
        "firehose, firehose-kinesis.json",
        "firehose, firehose-msk.json",
        "firehose, firehose-texts.json",
        "firehose, analytics-stream.json",
        "firehose, analytics-firehose.json",
        "response, firehose-response.json"
    })
    void eventsComeBackFromTheRuntimeAsTheyWere(String method, String name) throws Exception {
        Run run = run(typedZip, EchoHandlers.class.getName() + "::" + method, event(name));

        assertThat(comparable(run.json())).isEqualTo(comparable(JACKSON.readTree(event(name))));
    }

    /** Payloads of topics have another name, in the event and in the answer. */
    @Test
    void transformAnswersRecordsOfATopic() throws Exception {
        Run run = run(SquaringTransform.class.getName(), event("firehose-msk.json"));

        JsonNode first = run.json().at("/records/0");
        assertThat(first.get("recordId").textValue())
                .isEqualTo("00000000000000000000000000000000000000000000000000000000000000");
        assertThat(new String(first.get("kafkaRecordValue").binaryValue(), StandardCharsets.UTF_8))
                .isEqualTo("{\"a\":1,\"b\":4,\"c\":9}\n");
        assertThat(first.has("data")).isFalse();
        assertThat(run.json().at("/records/1/result").textValue()).isEqualTo("ProcessingFailed");
    }

    /** Numbers by value: the runtime writes seconds with another number of zeros. */
    private static JsonNode comparable(JsonNode node) {
        if (node.isNumber()) {
            return JACKSON.getNodeFactory().numberNode(node.doubleValue());
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JACKSON.createArrayNode();
            array.forEach(element -> copy.add(comparable(element)));
            return copy;
        }
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JACKSON.createObjectNode();
            object.properties().forEach(member -> copy.set(member.getKey(), comparable(member.getValue())));
            return copy;
        }
        return node;
    }

    /** Lambda refuses a response of more than 6 MB; the limit is meant for what its runtime writes. */
    @Test
    void sixMegabytesOfResponseStayBelowTheLimit() throws Exception {
        ObjectNode event = (ObjectNode) JACKSON.readTree(event("firehose-direct-put.json"));
        ArrayNode records = event.putArray("records");
        String data = Base64.getEncoder()
                .encodeToString(("{\"number\":" + "9".repeat(490) + "}").getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < 6_000; i++) {
            records.addObject()
                    .put("recordId", "49546986683135544286507457936321625675700192471156" + i)
                    .put("data", data);
        }

        Run run = run(SquaringTransform.class.getName(), JACKSON.writeValueAsBytes(event));

        int length = run.answer().text().getBytes(StandardCharsets.UTF_8).length;
        System.out.println(String.format(Locale.ROOT, "response of the runtime: %,d bytes", length));
        assertThat(length).isBetween(5_800_000, 6_000_000);
        assertThat(run.json().get("records")).hasSize(6_000);
        assertThat(run.json().findValuesAsText("result")).contains("Ok", "ProcessingFailed");
    }

    @Test
    void functionThatIsNotThereFailsAndSaysSo() throws Exception {
        Run run = run("dev.millrace.lambda.samples.Missing", event("kinesis.json"));

        assertThat(run.answer()).isInstanceOf(FunctionAnswer.Failed.class);
        assertThat(run.answer().text()).contains("Missing");
        assertThat(FunctionZip.MAX_UNPACKED_BYTES).isEqualTo(262_144_000);
    }
}
