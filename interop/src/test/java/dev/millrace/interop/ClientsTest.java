package dev.millrace.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.LocalKinesis;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The local service under the other languages' SDKs, with their default settings. The scripts check each step. */
@Tag("interop")
class ClientsTest {

    private static final List<String> STEPS = List.of(
            "create",
            "list_shards",
            "put_record",
            "put_records",
            "get_records",
            "shard iterators",
            "pages",
            "split",
            "ChildShards of a split",
            "merge",
            "ChildShards of a merge",
            "delete");

    private static final List<String> NEWEST = List.of(
            "records by partition key",
            "records by the stream",
            "create_channel",
            "describe_channel",
            "list_channels",
            "update_channel",
            "channels are counted",
            "delete_channel",
            "DryRun of put_record",
            "DryRun of put_records",
            "DryRun of get_shard_iterator",
            "DryRun of get_records",
            "DryRun of subscribe_to_shard",
            "nothing was stored");

    @ParameterizedTest
    @EnumSource(names = {"PYTHON", "NODE"})
    void everyStepHolds(Language language) throws Exception {
        try (LocalKinesis kinesis = LocalKinesis.start()) {
            assertEveryStepHolds(
                    language, language.script("kinesis", kinesis.endpoint().toString()));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PYTHON", "NODE"})
    void everyStepHoldsOverTls(Language language, @TempDir Path folder) throws Exception {
        try (LocalKinesis kinesis = LocalKinesis.start()) {
            ProcessBuilder script =
                    language.script("kinesis", kinesis.tlsEndpoint().toString());
            trust(kinesis, language, script, folder);

            assertEveryStepHolds(language, script);
        }
    }

    @Test
    void theNewestOperationsHold() throws Exception {
        try (LocalKinesis kinesis = LocalKinesis.start()) {
            ProcessBuilder script =
                    Language.PYTHON.script("newest", kinesis.endpoint().toString());

            assertThat(Script.run(script)).containsExactlyElementsOf(NEWEST);
        }
    }

    @Test
    void theNewestOperationsHoldOverTls(@TempDir Path folder) throws Exception {
        try (LocalKinesis kinesis = LocalKinesis.start()) {
            ProcessBuilder script =
                    Language.PYTHON.script("newest", kinesis.tlsEndpoint().toString());
            trust(kinesis, Language.PYTHON, script, folder);

            assertThat(Script.run(script)).containsExactlyElementsOf(NEWEST);
        }
    }

    private static void trust(LocalKinesis kinesis, Language language, ProcessBuilder script, Path folder)
            throws Exception {
        Path certificate = folder.resolve("certificate.pem");
        kinesis.saveCertificate(certificate);
        String variable = language == Language.NODE ? "NODE_EXTRA_CA_CERTS" : "AWS_CA_BUNDLE";
        script.environment().put(variable, certificate.toString());
    }

    private static void assertEveryStepHolds(Language language, ProcessBuilder script) throws Exception {
        List<String> expected = new ArrayList<>(STEPS);
        if (language == Language.NODE) {
            expected.add(0, "HTTP/2");
        }
        assertThat(Script.run(script)).containsExactlyElementsOf(expected);
    }
}
