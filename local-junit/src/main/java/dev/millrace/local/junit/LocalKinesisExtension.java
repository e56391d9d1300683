package dev.millrace.local.junit;

import dev.millrace.local.LocalKinesis;
import dev.millrace.local.LocalKinesisBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * Runs the local service in tests and hands it to them.
 *
 * <pre>{@code
 * @ExtendWith(LocalKinesisExtension.class)
 * class OrdersTest {
 *
 *     @Test
 *     void ordersArrive(KinesisClient client, @KinesisStream(name = "orders", shards = 4) String stream) {
 *         client.putRecord(request -> request.streamName(stream).partitionKey("7").data(order));
 *     }
 * }
 * }</pre>
 *
 * <p>With settings of its own it is registered as a static field instead:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final LocalKinesisExtension KINESIS =
 *         LocalKinesisExtension.builder().strict(true).stream("orders", 4).build();
 * }</pre>
 *
 * <p>There is one service for each test class, its nested classes included, or for each test; it is closed with its
 * clients behind them. Parameters of constructors, lifecycle methods and tests may be a {@link LocalKinesis}, a
 * {@link KinesisClient}, a {@link KinesisAsyncClient}, {@link LocalKinesisClients}, or the name of a
 * {@link KinesisStream}. Tests of a class may run at the same time.
 */
public final class LocalKinesisExtension implements BeforeAllCallback, ParameterResolver {

    private static final Set<Class<?>> TYPES =
            Set.of(LocalKinesis.class, KinesisClient.class, KinesisAsyncClient.class, LocalKinesisClients.class);

    private final Settings settings;

    /** Of each registration an own one, so that a class may have several. */
    private final ExtensionContext.Namespace namespace =
            ExtensionContext.Namespace.create(LocalKinesisExtension.class, new Object());

    /** With all defaults, for {@code @ExtendWith}. */
    public LocalKinesisExtension() {
        this(new Settings(false, LocalKinesisClients.DEFAULT_REGION, Map.of(), settings -> {}, null));
    }

    private LocalKinesisExtension(Settings settings) {
        this.settings = settings;
    }

    public static Builder builder() {
        return new Builder();
    }

    private record Credentials(String accessKeyId, String secretAccessKey) {
        /** Without the secret. */
        @Override
        public String toString() {
            return "Credentials[accessKeyId=" + accessKeyId + "]";
        }
    }

    private record Settings(
            boolean perTest,
            String region,
            Map<String, Integer> streams,
            Consumer<LocalKinesisBuilder> service,
            @Nullable Credentials credentials) {

        RunningService start() {
            LocalKinesisBuilder builder = LocalKinesis.builder();
            service.accept(builder);
            if (credentials != null) {
                builder.credentials(credentials.accessKeyId, credentials.secretAccessKey);
            }
            LocalKinesis started = builder.start();
            LocalKinesisClients clients = credentials == null
                    ? LocalKinesisClients.of(started, region)
                    : LocalKinesisClients.of(started, region, credentials.accessKeyId, credentials.secretAccessKey);
            RunningService running = new RunningService(started, clients, region);
            try {
                streams.forEach(running::createStream);
                return running;
            } catch (RuntimeException e) {
                running.close();
                throw e;
            }
        }
    }

    /** For JUnit. Nested classes find what their outer class has. */
    @Override
    public void beforeAll(ExtensionContext context) {
        if (!settings.perTest) {
            running(context);
        }
    }

    /** For JUnit. */
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return parameter.isAnnotated(KinesisStream.class) || TYPES.contains(type);
    }

    /** For JUnit. */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        if (settings.perTest && context.getTestMethod().isEmpty()) {
            throw new ParameterResolutionException(
                    "a service for each test is there within tests only: parameter=" + parameter.getParameter());
        }
        RunningService running = running(context);
        KinesisStream stream = parameter.findAnnotation(KinesisStream.class).orElse(null);
        if (stream != null) {
            if (type != String.class) {
                throw new ParameterResolutionException("a @KinesisStream is handed over by name: parameter="
                        + parameter.getParameter() + " (String is wanted)");
            }
            return running.createStreamLike(stream.name(), stream.shards());
        }
        if (type == LocalKinesis.class) {
            return running.service();
        }
        if (type == LocalKinesisClients.class) {
            return running.clients();
        }
        return type == KinesisClient.class
                ? running.clients().sync()
                : running.clients().async();
    }

    /** That of this context or of one around it, or a new one that is closed with this context. */
    private RunningService running(ExtensionContext context) {
        return context.getStore(namespace)
                .computeIfAbsent(RunningService.class, type -> settings.start(), RunningService.class);
    }

    /** Settings of a {@link LocalKinesisExtension}. */
    public static final class Builder {

        private final Map<String, Integer> streams = new LinkedHashMap<>();
        private boolean perTest;
        private String region = LocalKinesisClients.DEFAULT_REGION;
        private Consumer<LocalKinesisBuilder> service = settings -> {};
        private @Nullable Credentials credentials;

        private Builder() {}

        /** Whether each test has a service of its own. Default: no, all tests of a class share one. */
        public Builder perTest(boolean perTest) {
            this.perTest = perTest;
            return this;
        }

        /** Where clients and streams are. Default: {@code us-east-1}. */
        public Builder region(String region) {
            this.region = Objects.requireNonNull(region, "region");
            return this;
        }

        /** Whether the service's limits hold. Default: no. */
        public Builder strict(boolean strict) {
            return service(settings -> settings.strict(strict));
        }

        /**
         * A key that the clients sign with, and that the service asks for. Default: none, and signatures are not looked
         * at.
         */
        public Builder credentials(String accessKeyId, String secretAccessKey) {
            this.credentials = new Credentials(
                    Objects.requireNonNull(accessKeyId, "accessKeyId"),
                    Objects.requireNonNull(secretAccessKey, "secretAccessKey"));
            return this;
        }

        /** A stream that is there from the start, under this very name; may be called again. Default: none. */
        public Builder stream(String name, int shardCount) {
            streams.put(Objects.requireNonNull(name, "name"), shardCount);
            return this;
        }

        /** Any other settings of the service; may be called again. Applied at each start. */
        public Builder service(Consumer<LocalKinesisBuilder> settings) {
            this.service = service.andThen(settings);
            return this;
        }

        public LocalKinesisExtension build() {
            return new LocalKinesisExtension(
                    new Settings(perTest, region, new LinkedHashMap<>(streams), service, credentials));
        }
    }
}
