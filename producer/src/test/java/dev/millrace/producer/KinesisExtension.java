package dev.millrace.producer;

import dev.millrace.local.LocalKinesis;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClientBuilder;

/** Hands one service and one client to all tests of the module, and closes them behind the last one. */
final class KinesisExtension implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Kinesis.class;
    }

    @Override
    public Kinesis resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(KinesisExtension.class))
                .computeIfAbsent(Kinesis.class, type -> Kinesis.start(), Kinesis.class);
    }

    /** The service and a client of it. */
    record Kinesis(LocalKinesis service, KinesisAsyncClient client) implements AutoCloseable {

        static Kinesis start() {
            LocalKinesis service = LocalKinesis.start();
            return new Kinesis(service, clientBuilder(service).build());
        }

        /** For a client with settings of its own; who builds it closes it. */
        KinesisAsyncClientBuilder clientBuilder() {
            return clientBuilder(service);
        }

        private static KinesisAsyncClientBuilder clientBuilder(LocalKinesis service) {
            return KinesisAsyncClient.builder()
                    .endpointOverride(service.endpoint())
                    .region(Region.US_EAST_1)
                    .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")));
        }

        TestStream stream(int shardCount) {
            return TestStream.create(client, shardCount);
        }

        @Override
        public void close() {
            client.close();
            service.close();
        }
    }
}
