package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.firehose.s3.S3Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** {@code millrace local --firehose-s3} with a real S3 API, in a process of its own, as the destination. */
@Timeout(240)
class FirehoseToBucketTest {

    private static final String BUCKET = "words";

    @TempDir
    private Path folder;

    private static S3Client client(URI endpoint) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .build();
    }

    /** S3Proxy lists files that it is writing too, under names that vanish: those are left out. */
    private static Map<String, String> objects(S3Client client) {
        Map<String, String> objects = new TreeMap<>();
        for (S3Object object :
                client.listObjectsV2(request -> request.bucket(BUCKET)).contents()) {
            try {
                objects.put(
                        object.key(),
                        client.getObjectAsBytes(
                                        request -> request.bucket(BUCKET).key(object.key()))
                                .asUtf8String());
            } catch (NoSuchKeyException vanished) {
                // The object itself is listed too, or will be.
            }
        }
        return objects;
    }

    private static Stream<String> lines(S3Client client) {
        return objects(client).values().stream().flatMap(String::lines);
    }

    /** The second batch waits when the service is told to end. */
    @Test
    void objectsAreInTheBucket() throws Exception {
        try (S3Proxy proxy = S3Proxy.start(folder.resolve("s3"));
                S3Client client = client(proxy.endpoint());
                LocalProcess local = LocalProcess.start(
                        folder, "--firehose-s3", proxy.endpoint().toString());
                FirehoseClients clients = FirehoseClients.of(local.endpoint())) {
            var unused = client.createBucket(request -> request.bucket(BUCKET));
            clients.create("now", BUCKET, 0);
            clients.create("late", BUCKET, 900);

            clients.put("now", List.of("one", "two"));
            Await.until("both records", () -> lines(client).count() == 2);
            clients.put("late", List.of("three"));
            local.terminate();

            assertThat(lines(client)).containsExactlyInAnyOrder("one", "two", "three");
            assertThat(objects(client).keySet())
                    .allMatch(key -> key.matches("\\d{4}/\\d{2}/\\d{2}/\\d{2}/(now|late)-1-[0-9-]{19}-[0-9a-f-]{36}"));
        }
    }

    @Test
    void objectsWaitForABucketThatIsNotThereYet() throws Exception {
        try (S3Proxy proxy = S3Proxy.start(folder.resolve("s3"));
                S3Client client = client(proxy.endpoint());
                LocalProcess local = LocalProcess.start(
                        folder, "--firehose-s3", proxy.endpoint().toString());
                FirehoseClients clients = FirehoseClients.of(local.endpoint())) {
            clients.create("now", BUCKET, 0);
            clients.put("now", List.of("early"));
            Path err = folder.resolve("err");
            Await.until("its failure", () -> Files.readString(err).contains("delivery fails"));

            var unused = client.createBucket(request -> request.bucket(BUCKET));
            Await.until("its delivery", () -> lines(client).count() == 1);

            assertThat(lines(client)).containsExactly("early");
        }
    }
}
