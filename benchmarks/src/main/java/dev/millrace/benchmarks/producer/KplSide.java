package dev.millrace.benchmarks.producer;

import java.beans.Expression;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The KPL, by name: its class path clashes with ours, and it is started with its own. Metrics are off, and what makes
 * it slow for nothing: its tracking of the oldest record.
 */
final class KplSide implements PutSide {

    private static final String PACKAGE = "software.amazon.kinesis.producer.";
    private static final String CREDENTIALS = "software.amazon.awssdk.auth.credentials.";
    private static final long NO_LIMIT_PERCENT = 1_000_000;
    private static final Executor SAME_THREAD = Runnable::run;

    private final Object producer;
    private final String stream;
    private final MethodHandle add;
    private final MethodHandle listen;

    KplSide(Target target, boolean unlimited) throws Exception {
        this.stream = target.stream();
        Object key = call(Class.forName(CREDENTIALS + "AwsBasicCredentials"), "create", "any", "any");
        Object settings = call(Class.forName(PACKAGE + "KinesisProducerConfiguration"), "new");
        call(settings, "setRegion", "us-east-1");
        call(settings, "setKinesisEndpoint", "127.0.0.1");
        call(settings, "setKinesisPort", (long) target.port());
        call(
                settings,
                "setCredentialsProvider",
                call(Class.forName(CREDENTIALS + "StaticCredentialsProvider"), "create", key));
        call(settings, "setCaCertFile", target.certificate().toString());
        call(settings, "setTempDirectory", target.folder().toString());
        call(settings, "setMetricsLevel", "none");
        call(settings, "setLogLevel", "warning");
        call(settings, "setEnableOldestFutureTracker", false);
        if (unlimited) {
            call(settings, "setRateLimit", NO_LIMIT_PERCENT);
        }
        this.producer = call(Class.forName(PACKAGE + "KinesisProducer"), "new", settings);
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        this.add = lookup.unreflect(
                        producer.getClass().getMethod("addUserRecord", String.class, String.class, ByteBuffer.class))
                .bindTo(producer);
        this.listen = lookup.unreflect(Class.forName("com.google.common.util.concurrent.ListenableFuture")
                .getMethod("addListener", Runnable.class, Executor.class));
    }

    private static Object call(Object target, String method, Object... arguments) throws Exception {
        return new Expression(target, method, arguments).getValue();
    }

    @Override
    public void put(String partitionKey, ByteBuffer data, Answer answer) throws Exception {
        try {
            Future<?> future = (Future<?>) add.invoke(stream, partitionKey, data);
            // A listener runs whatever came of it; the future of a record that is not stored throws.
            Runnable ended = () -> answer.ended(failure(future));
            listen.invoke(future, ended, SAME_THREAD);
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable Throwable failure(Future<?> ended) {
        try {
            ended.get();
            return null;
        } catch (ExecutionException | InterruptedException e) {
            return e;
        }
    }

    @Override
    public void flush() {
        act("flush");
    }

    @Override
    public void close() {
        act("destroy");
    }

    private void act(String method) {
        try {
            call(producer, method);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
