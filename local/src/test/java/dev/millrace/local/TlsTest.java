package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;

/** Real clients over TLS, on the port that takes plain HTTP too. */
class TlsTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int LARGE_RECORD_LENGTH = 1_000_000;

    private static LocalKinesis kinesis;
    private static Trust trust;

    @BeforeAll
    static void start() {
        kinesis = LocalKinesis.builder().tlsPort(0).start();
        trust = Trust.in(kinesis.certificatePem());
    }

    @AfterAll
    static void stop() {
        kinesis.close();
    }

    @Test
    void theAsyncClientSpeaksHttp2WithoutAskingForIt() throws Exception {
        try (KinesisAsyncClient client = async(samePort())) {
            client.createStream(request -> request.streamName("async").shardCount(1))
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            // More streams than the session's window holds bodies for.
            SdkBytes data = SdkBytes.fromByteArray(new byte[LARGE_RECORD_LENGTH]);
            List<CompletableFuture<?>> puts = IntStream.range(0, 60)
                    .<CompletableFuture<?>>mapToObj(i -> client.putRecord(request ->
                            request.streamName("async").partitionKey("key-" + i).data(data)))
                    .toList();
            CompletableFuture.allOf(puts.toArray(CompletableFuture[]::new)).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
        try (KinesisClient plain = ClientForm.SYNC_CBOR.open(kinesis.endpoint(), Region.US_EAST_1)) {
            StreamUnderTest stream = new StreamUnderTest(plain, "async");
            assertThat(stream.fromStart(StreamUnderTest.SHARD_0).records()).hasSizeGreaterThan(1);
        }
    }

    @Test
    void theSyncClientSpeaksHttp1() {
        try (KinesisClient client = sync(samePort())) {
            StreamUnderTest stream = StreamUnderTest.create(client, "sync", 1);
            stream.put("key", "over TLS");
            assertThat(StreamUnderTest.texts(stream.fromStart(StreamUnderTest.SHARD_0)))
                    .containsExactly("over TLS");
        }
    }

    @Test
    void thePortForTlsAloneTakesBothClientsAndNoPlainHttp() throws Exception {
        assertThat(kinesis.tlsEndpoint().getScheme()).isEqualTo("https");
        assertThat(kinesis.tlsEndpoint().getPort()).isNotEqualTo(kinesis.port());
        try (KinesisClient sync = sync(kinesis.tlsEndpoint());
                KinesisAsyncClient async = async(kinesis.tlsEndpoint())) {
            StreamUnderTest.create(sync, "alone", 1).put("key", "data");
            PutRecordResponse response = async.putRecord(request ->
                            request.streamName("alone").partitionKey("key").data(SdkBytes.fromUtf8String("more")))
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(response.shardId()).isEqualTo(StreamUnderTest.SHARD_0);
        }
        RawHttp plain = new RawHttp(
                URI.create("http://127.0.0.1:" + kinesis.tlsEndpoint().getPort()));
        assertThatThrownBy(() -> plain.json("ListStreams", "{}")).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void plainClientsAndTlsClientsShareThePortAtTheSameTime() throws Exception {
        try (KinesisAsyncClient secure = async(samePort());
                KinesisAsyncClient plain = ClientForm.openAsync(kinesis.endpoint(), Region.US_EAST_1, "any")) {
            plain.createStream(request -> request.streamName("shared").shardCount(1))
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            List<CompletableFuture<?>> puts = IntStream.range(0, 200)
                    .<CompletableFuture<?>>mapToObj(i -> (i % 2 == 0 ? secure : plain)
                            .putRecord(request -> request.streamName("shared")
                                    .partitionKey("key-" + i)
                                    .data(SdkBytes.fromUtf8String("data-" + i))))
                    .toList();
            CompletableFuture.allOf(puts.toArray(CompletableFuture[]::new)).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
        try (KinesisClient reader = sync(samePort())) {
            assertThat(new StreamUnderTest(reader, "shared")
                            .fromStart(StreamUnderTest.SHARD_0)
                            .records())
                    .hasSize(200);
        }
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void whatAClientAsksForByAlpnIsSpoken(HttpClient.Version version) throws Exception {
        for (String host : List.of("localhost", "127.0.0.1")) {
            HttpResponse<String> response =
                    get(trust, version, URI.create("https://" + host + ":" + kinesis.port() + "/"));
            assertThat(response.version()).isEqualTo(version);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).contains("Millrace");
        }
    }

    @Test
    void aClientThatDoesNotTrustTheCertificateIsNotServedAndFillsNoLog() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        log.start();
        root.addAppender(log);
        try (LocalKinesis other = LocalKinesis.start()) {
            Trust inAnother = Trust.in(other.certificatePem());
            for (HttpClient.Version version : HttpClient.Version.values()) {
                assertThatThrownBy(() -> get(inAnother, version, samePort())).isInstanceOf(SSLHandshakeException.class);
            }
            assertThat(new RawHttp(kinesis.endpoint()).json("ListStreams", "{}").statusCode())
                    .isEqualTo(200);
        } finally {
            root.detachAppender(log);
        }
        assertThat(log.list)
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .isEmpty();
    }

    @Test
    void theSavedCertificateIsTheOneThatIsShown(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("certificate.pem");
        Files.writeString(file, "what was there before, and longer than nothing");
        kinesis.saveCertificate(file);

        assertThat(file).hasContent(kinesis.certificatePem());
        assertThat(get(Trust.in(Files.readString(file)), HttpClient.Version.HTTP_2, samePort())
                        .statusCode())
                .isEqualTo(200);
        Path nowhere = folder.resolve("none").resolve("certificate.pem");
        assertThatThrownBy(() -> kinesis.saveCertificate(nowhere))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("certificate cannot be written: file=" + nowhere);
    }

    private static URI samePort() {
        return URI.create("https://127.0.0.1:" + kinesis.port());
    }

    private static HttpResponse<String> get(Trust trust, HttpClient.Version version, URI endpoint) throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .version(version)
                .sslContext(trust.context())
                .connectTimeout(LIMIT)
                .build();
        return client.send(HttpRequest.newBuilder(endpoint).timeout(LIMIT).build(), BodyHandlers.ofString());
    }

    private static KinesisAsyncClient async(URI endpoint) {
        return configured(KinesisAsyncClient.builder(), endpoint)
                .httpClientBuilder(NettyNioAsyncHttpClient.builder().tlsTrustManagersProvider(trust::managers))
                .build();
    }

    private static KinesisClient sync(URI endpoint) {
        return configured(KinesisClient.builder(), endpoint)
                .httpClientBuilder(Apache5HttpClient.builder().tlsTrustManagersProvider(trust::managers))
                .build();
    }

    private static <B extends AwsClientBuilder<B, C>, C> B configured(B builder, URI endpoint) {
        return builder.endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")));
    }
}
