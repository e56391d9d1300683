package dev.millrace.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class DynamoDbLocalTest {

    private static final Path LIBRARIES = Path.of("libraries", "target", "lib");

    private static final String TABLE = "{\"TableName\":\"words\",\"BillingMode\":\"PAY_PER_REQUEST\","
            + "\"AttributeDefinitions\":[{\"AttributeName\":\"word\",\"AttributeType\":\"S\"}],"
            + "\"KeySchema\":[{\"AttributeName\":\"word\",\"KeyType\":\"HASH\"}]}";

    @TempDir
    private Path folder;

    @Test
    void tablesInAFolderAreThereAgainWhateverTheCredentials() throws Exception {
        Path data = folder.resolve("tables");
        try (DynamoDbLocal service = DynamoDbLocal.inFolder(LIBRARIES, data)) {
            assertThat(call(service.endpoint(), "one", "CreateTable", TABLE)).contains("words");
        }
        try (DynamoDbLocal service = DynamoDbLocal.inFolder(LIBRARIES, data)) {
            assertThat(call(service.endpoint(), "two", "ListTables", "{}")).contains("words");
        }
    }

    @Test
    void itEndsWithTheProcessThatStartedIt() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        LIBRARIES.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader reader = parent.inputReader(StandardCharsets.UTF_8);
        Optional<ProcessHandle> child = ProcessHandle.of(Long.parseLong(reader.readLine()));
        assertThat(child).isPresent();
        parent.destroyForcibly();
        child.get().onExit().get(30, TimeUnit.SECONDS);
        assertThat(child.get().isAlive()).isFalse();
    }

    @Test
    void foldersWithoutLibrariesAreRefused() {
        assertThatThrownBy(() -> DynamoDbLocal.inMemory(folder.resolve("none")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("none");
    }

    @Test
    void portIsAsChosenAndOneInUseIsRefused() throws Exception {
        int port;
        try (DynamoDbLocal first = DynamoDbLocal.inMemory(LIBRARIES)) {
            port = first.endpoint().getPort();
            assertThatThrownBy(() -> DynamoDbLocal.inMemory(LIBRARIES, port))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("port in use: port=" + port);
        }
        try (DynamoDbLocal second = DynamoDbLocal.inMemory(LIBRARIES, port)) {
            assertThat(second.endpoint()).hasPort(port);
            assertThat(call(second.endpoint(), "one", "ListTables", "{}")).contains("TableNames");
        }
    }

    private static String call(URI endpoint, String accessKey, String operation, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .header("X-Amz-Target", "DynamoDB_20120810." + operation)
                .header("Content-Type", "application/x-amz-json-1.0")
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=" + accessKey
                                + "/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0")
                .POST(BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    /** A process that starts the service, tells its number, and does nothing more. */
    static final class Parent {

        private Parent() {}

        public static void main(String[] arguments) throws Exception {
            DynamoDbLocal service = DynamoDbLocal.inMemory(Path.of(arguments[0]));
            System.out.println(service.processId());
            System.out.flush();
            if (System.in.read() < 0) {
                service.close();
            }
        }
    }
}
