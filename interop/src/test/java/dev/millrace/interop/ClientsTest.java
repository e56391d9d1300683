package dev.millrace.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.LocalKinesis;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
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
        Path certificate = folder.resolve("certificate.pem");
        try (LocalKinesis kinesis = LocalKinesis.start()) {
            kinesis.saveCertificate(certificate);
            ProcessBuilder script =
                    language.script("kinesis", kinesis.tlsEndpoint().toString());
            String variable = language == Language.NODE ? "NODE_EXTRA_CA_CERTS" : "AWS_CA_BUNDLE";
            script.environment().put(variable, certificate.toString());

            assertEveryStepHolds(language, script);
        }
    }

    private static void assertEveryStepHolds(Language language, ProcessBuilder script) throws Exception {
        List<String> expected = new ArrayList<>(STEPS);
        if (language == Language.NODE) {
            expected.add(0, "HTTP/2");
        }
        assertThat(Script.run(script)).containsExactlyElementsOf(expected);
    }
}
