package dev.millrace.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The {@code aws} command as it comes. All that it is told is in its environment and on its command line. */
final class AwsCli {

    private static final Path COMMAND = Path.of("awscli", "bin", "aws");
    private static final Path STAMP = Path.of("awscli", "installed.txt");
    private static final long LIMIT_SECONDS = 120;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();

    /** The command with the variables that {@code millrace local} shows, and nobody's own settings; the folder is for it. */
    AwsCli(URI endpoint, Path folder) {
        this.folder = folder;
        environment.put("AWS_ENDPOINT_URL_KINESIS", endpoint.toString());
        environment.put("AWS_ENDPOINT_URL_FIREHOSE", endpoint.toString());
        environment.put("AWS_DEFAULT_REGION", "us-east-1");
        environment.put("AWS_ACCESS_KEY_ID", "local");
        environment.put("AWS_SECRET_ACCESS_KEY", "local");
        environment.put("AWS_CONFIG_FILE", folder.resolve("none").toString());
        environment.put("AWS_SHARED_CREDENTIALS_FILE", folder.resolve("none").toString());
    }

    AwsCli with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    AwsCli without(String variable) {
        environment.remove(variable);
        return this;
    }

    /** What {@code aws kinesis} prints with these arguments, or a missing node if it prints nothing. It must succeed. */
    JsonNode kinesis(String... arguments) throws Exception {
        return successful("kinesis", arguments);
    }

    /** Likewise of {@code aws firehose}. */
    JsonNode firehose(String... arguments) throws Exception {
        return successful("firehose", arguments);
    }

    private JsonNode successful(String service, String... arguments) throws Exception {
        Outcome outcome = attemptAt(service, arguments);
        assertThat(outcome.complaints())
                .as("standard error: %s", List.of(arguments))
                .isEmpty();
        assertThat(outcome.exitCode()).as("exit code: %s", List.of(arguments)).isZero();
        return outcome.output().isEmpty() ? MissingNode.getInstance() : JSON.readTree(outcome.output());
    }

    /** How {@code aws kinesis} ends with these arguments. */
    Outcome attempt(String... arguments) throws Exception {
        return attemptAt("kinesis", arguments);
    }

    /** Likewise of {@code aws firehose}. */
    Outcome attemptFirehose(String... arguments) throws Exception {
        return attemptAt("firehose", arguments);
    }

    private Outcome attemptAt(String service, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Language.installed(COMMAND, STAMP).toString());
        command.add(service);
        command.addAll(List.of(arguments));
        return run(command);
    }

    /** How a line of shell ends, in which {@code aws} is the command. */
    Outcome shell(String line) throws Exception {
        String folder = Language.installed(COMMAND, STAMP).getParent().toString();
        return run(List.of("sh", "-c", "PATH=" + folder + ":$PATH; " + line));
    }

    private Outcome run(List<String> command) throws Exception {
        Path output = folder.resolve("output");
        Path complaints = folder.resolve("complaints");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(complaints.toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("AWS_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .as("ended in time: %s", command)
                    .isTrue();
            return new Outcome(process.exitValue(), Files.readString(output), Files.readString(complaints));
        } finally {
            process.destroyForcibly();
        }
    }

    /** How a command ended. */
    record Outcome(int exitCode, String output, String complaints) {}
}
