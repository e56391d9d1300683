package dev.millrace.firehose.destination;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** A large object, put in parts. It is there when the last request is answered; parts of one that failed are removed. */
final class PartedUpload {

    private static final String CONTENT_TYPE = "application/octet-stream";

    private final S3Client client;
    private final String bucket;
    private final String key;

    PartedUpload(S3Client client, String bucket, String key) {
        this.client = client;
        this.bucket = bucket;
        this.key = key;
    }

    void put(Path file, long length, int partBytes) {
        String upload = client.createMultipartUpload(
                        request -> request.bucket(bucket).key(key).contentType(CONTENT_TYPE))
                .uploadId();
        try {
            List<CompletedPart> parts = new ArrayList<>();
            for (long begin = 0; begin < length; begin += partBytes) {
                parts.add(part(upload, parts.size() + 1, file, begin, Math.min(partBytes, length - begin)));
            }
            var unused = client.completeMultipartUpload(request -> request.bucket(bucket)
                    .key(key)
                    .uploadId(upload)
                    .multipartUpload(completed -> completed.parts(parts)));
        } catch (SdkException e) {
            abort(upload, e);
            throw e;
        }
    }

    private CompletedPart part(String upload, int number, Path file, long begin, long count) {
        ContentStreamProvider content = ContentStreamProvider.fromInputStreamSupplier(() -> open(file, begin, count));
        String tag = client.uploadPart(
                        request ->
                                request.bucket(bucket).key(key).uploadId(upload).partNumber(number),
                        RequestBody.fromContentProvider(content, count, CONTENT_TYPE))
                .eTag();
        return CompletedPart.builder().partNumber(number).eTag(tag).build();
    }

    /** A part of the file, anew for each try. */
    private static InputStream open(Path file, long begin, long count) {
        try {
            return new LimitedInput(
                    Channels.newInputStream(FileChannel.open(file).position(begin)), count);
        } catch (IOException e) {
            throw new UncheckedIOException("object's file cannot be read: file=" + file, e);
        }
    }

    private void abort(String upload, SdkException cause) {
        try {
            var unused = client.abortMultipartUpload(
                    request -> request.bucket(bucket).key(key).uploadId(upload));
        } catch (SdkException e) {
            cause.addSuppressed(e);
        }
    }
}
