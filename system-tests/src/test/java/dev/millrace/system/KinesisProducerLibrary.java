package dev.millrace.system;

import dev.millrace.local.LocalKinesis;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The real KPL, its native process included, with its default settings but for where the service is, what it is to
 * trust, where its files go, and that it sends no metrics.
 */
final class KinesisProducerLibrary implements AutoCloseable {

    private static final String PACKAGE = "software.amazon.kinesis.producer.";
    private static final String CREDENTIALS = "software.amazon.awssdk.auth.credentials.";
    private static final long LIMIT_SECONDS = 60;

    private final Object producer;
    private final Method add;
    private final Method destroy;
    private final Method shardId;
    private final Method sequenceNumber;

    /**
     * Starts it.
     *
     * @param folder for the program and the pipes of its process
     */
    KinesisProducerLibrary(LocalKinesis kinesis, Path certificate, Path folder) throws Exception {
        ForeignClasses classes = ForeignClasses.in(Path.of("kpl"));
        Object key = classes.callStatic(CREDENTIALS + "AwsBasicCredentials", "create", "local", "local");
        Object settings = classes.create(PACKAGE + "KinesisProducerConfiguration");
        ForeignClasses.show(settings, "setRegion", "us-east-1");
        ForeignClasses.show(
                settings, "setKinesisEndpoint", kinesis.tlsEndpoint().getHost());
        ForeignClasses.show(
                settings, "setKinesisPort", (long) kinesis.tlsEndpoint().getPort());
        ForeignClasses.show(
                settings,
                "setCredentialsProvider",
                classes.callStatic(CREDENTIALS + "StaticCredentialsProvider", "create", key));
        ForeignClasses.show(settings, "setCaCertFile", certificate.toString());
        ForeignClasses.show(settings, "setTempDirectory", folder.toString());
        ForeignClasses.show(settings, "setMetricsLevel", "none");
        ForeignClasses.show(settings, "setLogLevel", "warning");
        this.producer = classes.create(PACKAGE + "KinesisProducer", settings);
        Class<?> type = producer.getClass();
        this.add = type.getMethod("addUserRecord", String.class, String.class, ByteBuffer.class);
        this.destroy = type.getMethod("destroy");
        Class<?> result = type.getClassLoader().loadClass(PACKAGE + "UserRecordResult");
        this.shardId = result.getMethod("getShardId");
        this.sequenceNumber = result.getMethod("getSequenceNumber");
    }

    /** Where the service put a user record, as the KPL tells it. */
    record Place(String shardId, String sequenceNumber) {}

    /** Never waits: whoever puts has to see to it that not too many are under way. */
    Future<?> put(String stream, String partitionKey, ByteBuffer data) throws Exception {
        return (Future<?>) add.invoke(producer, stream, partitionKey, data);
    }

    /** Waits for the outcome of a put, which is to be a success. */
    Place place(Future<?> put) throws Exception {
        Object result = put.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        return new Place(String.valueOf(shardId.invoke(result)), String.valueOf(sequenceNumber.invoke(result)));
    }

    /** Ends its process. */
    @Override
    public void close() {
        try {
            destroy.invoke(producer);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the KPL did not end", e);
        }
    }
}
