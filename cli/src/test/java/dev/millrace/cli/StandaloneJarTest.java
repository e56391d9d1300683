package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** The jar that runs alone, as the build has made it; run behind the build of the jar. */
@Timeout(60)
@EnabledIfSystemProperty(named = "millrace.all.jar", matches = ".+")
class StandaloneJarTest {

    private static final Path JAR = Path.of(System.getProperty("millrace.all.jar", "no jar was made"));
    private static final Pattern ENDPOINT = Pattern.compile("endpoint +(http://\\S+)");

    @Test
    void itServesAndStops() throws Exception {
        long start = System.nanoTime();
        Process process = new ProcessBuilder(
                        java(), "-jar", JAR.toString(), "local", "--port", "0", "--create-stream", "a:2")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            URI endpoint = endpoint(out);
            try (KinesisClient client = KinesisClient.builder()
                    .endpointOverride(endpoint)
                    .region(Region.US_EAST_1)
                    .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                    .build()) {
                assertThat(client.listStreams().streamNames()).containsExactly("a");
                System.out.printf(
                        "java -jar: from its start to an answer, a new SDK client included: %d ms%n",
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
            }
        } finally {
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void theOtherCommandsHaveWhatTheyNeed() throws Exception {
        Process service = new ProcessBuilder(java(), "-jar", JAR.toString(), "local", "--port", "0")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(service.getInputStream(), StandardCharsets.UTF_8))) {
            String endpoint = endpoint(out).toString();
            assertThat(run("words", "--stream", "s", "-w", "cat", "--endpoint", endpoint))
                    .isZero();
            assertThat(run("tail", "--stream", "s", "--count", "1", "--endpoint", endpoint))
                    .isZero();
            assertThat(run("no-such-command")).isEqualTo(2);
        } finally {
            service.destroy();
            assertThat(service.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void licencesAreKeptAndSignaturesOfOtherJarsAreNot() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            List<String> names = jar.stream().map(ZipEntry::getName).toList();
            assertThat(names)
                    .doesNotHaveDuplicates()
                    .contains("META-INF/LICENSE-millrace", "META-INF/LICENSE", "META-INF/LICENSE.txt")
                    .noneMatch(name -> name.matches("META-INF/[^/]*\\.(SF|DSA|RSA|EC)"))
                    .noneMatch(name -> name.endsWith("module-info.class"));
            assertThat(text(jar, "META-INF/NOTICE.txt")).contains("Amazon");
            assertThat(text(jar, "META-INF/LICENSE.md")).contains("Bouncy Castle");
            assertThat(text(jar, "META-INF/services/org.slf4j.spi.SLF4JServiceProvider"))
                    .contains("logback");
            assertThat(jar.isMultiRelease()).isTrue();
        }
    }

    private static int run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(java(), "-jar", JAR.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static URI endpoint(BufferedReader out) throws IOException {
        String line;
        while ((line = out.readLine()) != null) {
            Matcher endpoint = ENDPOINT.matcher(line);
            if (endpoint.find()) {
                return URI.create(endpoint.group(1));
            }
        }
        throw new AssertionError("the service ended before it said where it is");
    }

    private static String text(JarFile jar, String name) throws IOException {
        return new String(jar.getInputStream(jar.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
