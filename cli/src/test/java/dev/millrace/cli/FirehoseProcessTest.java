package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Delivery streams of the command, in processes that are told to end. */
@Timeout(120)
class FirehoseProcessTest {

    @TempDir
    private Path folder;

    private final List<Process> processes = new ArrayList<>();
    private final List<LocalProcess> services = new ArrayList<>();

    @AfterEach
    void stop() {
        processes.forEach(Process::destroyForcibly);
        services.forEach(LocalProcess::close);
    }

    private LocalProcess startLocal(String... options) throws IOException {
        LocalProcess local = LocalProcess.start(folder, options);
        services.add(local);
        return local;
    }

    private Process start(String... arguments) throws IOException {
        Process process = LocalProcess.command(folder, arguments);
        processes.add(process);
        return process;
    }

    private Collection<String> objects(String root) throws IOException {
        return new ObjectFolder(folder.resolve(root)).objects().values();
    }

    private static String call(URI endpoint, String operation, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-amz-json-1.1")
                .header("X-Amz-Target", "Firehose_20150804." + operation)
                .header("X-Amz-Date", "20260304T050607Z")
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=any/20260304/us-east-1/firehose/aws4_request,"
                                + " SignedHeaders=host;x-amz-date, Signature=0123")
                .POST(BodyPublishers.ofString(body))
                .build();
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(request, BodyHandlers.ofString())
                .body();
    }

    /** In memory: what waits is delivered at the end, since nothing is left of it. */
    @Test
    void serviceThatEndsDeliversWhatWasPut() throws Exception {
        LocalProcess local = startLocal("--firehose", folder.resolve("buckets").toString());
        URI endpoint = local.endpoint();
        assertThat(call(endpoint, "CreateDeliveryStream", """
                {"DeliveryStreamName": "puts", "ExtendedS3DestinationConfiguration": {
                  "RoleARN": "arn:aws:iam::000000000000:role/any", "BucketARN": "arn:aws:s3:::words"}}""")).contains(":deliverystream/puts");
        String put = "{\"DeliveryStreamName\": \"puts\", \"Record\": {\"Data\": \"aGVsbG8=\"}}";
        Await.until("ACTIVE", () -> call(endpoint, "PutRecord", put).contains("RecordId"));
        assertThat(objects("buckets/words")).isEmpty();

        local.terminate();

        assertThat(objects("buckets/words")).containsExactly("hello");
    }

    @Test
    void runTellsEachObjectAndDeliversTheRestAfterItsNextStart() throws Exception {
        String endpoint = startLocal("--create-stream", "words:2").endpoint().toString();
        String[] run = {
            "firehose",
            "run",
            "-s",
            "words",
            "--endpoint",
            endpoint,
            "--state",
            folder.resolve("state").toString(),
            "--folder",
            folder.resolve("objects").toString(),
            "--delimiter",
            "\\n",
            "--prefix",
            "raw/",
            "--buffer-seconds"
        };
        assertThat(Command.runWith("one\n", "put", "--stream", "words", "--endpoint", endpoint)
                        .exitCode())
                .isZero();

        Process first = start(with(run, "0"));
        assertThat(first.inputReader().readLine()).matches("raw/\\S+/delivery-1-\\S+  1 records  4 bytes");
        ConsumeProcess.terminate(first);
        assertThat(Command.runWith("two\n", "put", "--stream", "words", "--endpoint", endpoint)
                        .exitCode())
                .isZero();
        Process second = start(with(run, "0"));
        assertThat(second.inputReader().readLine()).contains("  1 records  4 bytes");
        ConsumeProcess.terminate(second);

        assertThat(objects("objects")).containsExactlyInAnyOrder("one\n", "two\n");
        assertThat(Files.readString(folder.resolve("err"))).contains("millrace: stopped; 1 objects with 1 records");
    }

    private static String[] with(String[] arguments, String last) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = last;
        return all;
    }

    /** A transformation that needs nothing but the JDK. */
    public static final class Upper {
        public Map<String, Object> handle(Map<String, Object> event) {
            List<Map<String, Object>> answers = new ArrayList<>();
            for (Object each : (List<?>) Objects.requireNonNull(event.get("records"))) {
                Map<?, ?> record = (Map<?, ?>) each;
                answers.add(Map.of(
                        "recordId",
                        String.valueOf(record.get("recordId")),
                        "result",
                        "Ok",
                        "data",
                        upper(String.valueOf(record.get("data")))));
            }
            return Map.of("records", answers);
        }

        private static String upper(String base64) {
            String text = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            return Base64.getEncoder()
                    .encodeToString(text.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
        }
    }

    private String zip() throws IOException {
        Path jar = folder.resolve("upper.jar");
        String entry = Upper.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                InputStream in = Objects.requireNonNull(Upper.class.getResourceAsStream("/" + entry))) {
            out.putNextEntry(new ZipEntry(entry));
            in.transferTo(out);
            out.closeEntry();
        }
        String zip = folder.resolve("upper.zip").toString();
        Command packaged = Command.run(
                "lambda",
                "package",
                "--handler",
                Upper.class.getName() + "::handle",
                "--jar",
                jar.toString(),
                "--output",
                zip);
        assertThat(packaged.exitCode()).as(packaged.err()).isZero();
        return zip;
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void functionInAZipTransforms() throws Exception {
        URI endpoint = startLocal(
                        "--firehose", folder.resolve("buckets").toString(), "--firehose-function", "upper=" + zip())
                .endpoint();
        String create = """
                {"DeliveryStreamName": "puts", "ExtendedS3DestinationConfiguration": {
                  "RoleARN": "arn:aws:iam::000000000000:role/any", "BucketARN": "arn:aws:s3:::words",
                  "BufferingHints": {"SizeInMBs": 5, "IntervalInSeconds": 0},
                  "ProcessingConfiguration": {"Enabled": true, "Processors": [{"Type": "Lambda", "Parameters": [
                    {"ParameterName": "LambdaArn",
                     "ParameterValue": "arn:aws:lambda:us-east-1:000000000000:function:%s"}]}]}}}""";
        assertThat(call(endpoint, "CreateDeliveryStream", create.formatted("lower")))
                .contains("Function lower cannot be run here", "--firehose-function lower=function.zip");
        assertThat(call(endpoint, "CreateDeliveryStream", create.formatted("upper")))
                .contains(":deliverystream/puts");
        String put = "{\"DeliveryStreamName\": \"puts\", \"Record\": {\"Data\": \"aGVsbG8=\"}}";
        Await.until("ACTIVE", () -> call(endpoint, "PutRecord", put).contains("RecordId"));
        Await.until("its delivery", () -> !objects("buckets/words").isEmpty());

        assertThat(objects("buckets/words")).containsExactly("HELLO");
    }

    @Test
    void whatContradictsItselfEndsWithTwo() {
        Command both = Command.run("local", "--port", "0", "--firehose", "x", "--firehose-s3", "http://127.0.0.1:1");
        Command function = Command.run("local", "--port", "0", "--firehose-function", "f=f.zip");
        Command nowhere = Command.run("firehose", "run", "-s", "words", "--state", "state");

        assertThat(both.exitCode()).isEqualTo(2);
        assertThat(both.err()).contains("--firehose and --firehose-s3 exclude each other");
        assertThat(function.exitCode()).isEqualTo(2);
        assertThat(function.err()).contains("--firehose-function is for --firehose, which is not given");
        assertThat(nowhere.exitCode()).isEqualTo(2);
        assertThat(nowhere.err()).contains("--folder").contains("--bucket");
    }
}
