package dev.millrace.benchmarks.producer;

import dev.millrace.producer.Producer;
import dev.millrace.producer.ProducerBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** Ours, over TLS with the SDK's asynchronous client. */
final class MillraceSide implements PutSide {

    private final KinesisAsyncClient client;
    private final Producer producer;
    private final String stream;

    MillraceSide(Target target, boolean unlimited) throws IOException, GeneralSecurityException {
        TrustManager[] trusted = trust(target.certificate());
        this.client = KinesisAsyncClient.builder()
                .endpointOverride(URI.create("https://127.0.0.1:" + target.port()))
                .region(Region.US_EAST_1)
                .overrideConfiguration(settings -> settings.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .httpClientBuilder(NettyNioAsyncHttpClient.builder().tlsTrustManagersProvider(() -> trusted))
                .build();
        ProducerBuilder settings = Producer.builder(client);
        if (unlimited) {
            settings.rateLimit(Double.POSITIVE_INFINITY);
        }
        this.producer = settings.build();
        this.stream = target.stream();
        producer.prepare(stream).join();
    }

    private static TrustManager[] trust(Path certificate) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(certificate)) {
            Certificate read = CertificateFactory.getInstance("X.509").generateCertificate(in);
            store.setCertificateEntry("local", read);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    @Override
    public void put(String partitionKey, ByteBuffer data, Answer answer) {
        var unused = producer.put(stream, partitionKey, data).whenComplete((result, failure) -> answer.ended(failure));
    }

    @Override
    public void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
        client.close();
    }
}
