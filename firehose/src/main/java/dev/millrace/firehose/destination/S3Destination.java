package dev.millrace.firehose.destination;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Objects in a bucket of S3, or of a service that speaks its API. An object is put in one request, a large one in parts,
 * and appears whole. One that is there already with as many bytes is not put again: names are never used twice for other
 * bytes. The client is the caller's: its endpoint, its credentials, its retries and its timeouts, and who closes it.
 */
public final class S3Destination implements Destination {

    /** Larger objects are put in parts of as many bytes. */
    public static final int PART_BYTES = 16 << 20;

    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private final S3Client client;
    private final String bucket;
    private final int partBytes;

    private S3Destination(S3Client client, String bucket, int partBytes) {
        this.client = Objects.requireNonNull(client, "client");
        this.bucket = Objects.requireNonNull(bucket, "bucket");
        this.partBytes = partBytes;
    }

    /** In this bucket, which has to exist. */
    public static S3Destination of(S3Client client, String bucket) {
        return of(client, bucket, PART_BYTES);
    }

    static S3Destination of(S3Client client, String bucket, int partBytes) {
        return new S3Destination(client, bucket, partBytes);
    }

    @Override
    public void write(String name, Path bytes) throws IOException {
        long length = Files.size(bytes);
        try {
            if (isThere(name, length)) {
                return;
            }
            if (length <= partBytes) {
                var unused = client.putObject(request -> request.bucket(bucket).key(name), RequestBody.fromFile(bytes));
            } else {
                new PartedUpload(client, bucket, name).put(bytes, length, partBytes);
            }
        } catch (SdkException e) {
            throw new IOException("object was not put: bucket=" + bucket + " key=" + name + " bytes=" + length, e);
        }
    }

    /** Clients who may only write are told nothing: then it is put. */
    private boolean isThere(String name, long length) {
        try {
            Long stored = client.headObject(request -> request.bucket(bucket).key(name))
                    .contentLength();
            return stored != null && stored == length;
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND || e.statusCode() == FORBIDDEN) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public String toString() {
        return "S3Destination[" + bucket + "]";
    }
}
