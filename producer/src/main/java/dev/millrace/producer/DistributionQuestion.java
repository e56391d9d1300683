package dev.millrace.producer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.reactivestreams.Publisher;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryRequest;

/**
 * Asks a stream whether it places records itself. The SDK's answer has no member for it in the versions that this
 * project is built against, so the bytes of the answer are looked at: both encodings hold names and texts as they are.
 */
final class DistributionQuestion {

    private static final byte[] NAME = "RecordDistributionStrategy".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AUTO = "AUTO".getBytes(StandardCharsets.US_ASCII);

    /** Between name and value there are a quote, a colon, perhaps spaces and a quote, or one byte of CBOR. */
    private static final int MAX_GAP = 6;

    private final String stream;
    private final KinesisAsyncClient client;
    private final Distribution known;

    DistributionQuestion(String stream, KinesisAsyncClient client, Distribution known) {
        this.stream = stream;
        this.client = client;
        this.known = known;
    }

    /** Never fails: who may not ask, or gets no answer, goes by the keys until the answers to puts tell otherwise. */
    CompletableFuture<Boolean> placedByStream() {
        if (known != Distribution.ASK) {
            return CompletableFuture.completedFuture(known == Distribution.BY_STREAM);
        }
        AtomicBoolean auto = new AtomicBoolean();
        DescribeStreamSummaryRequest request = StreamNames.address(
                        DescribeStreamSummaryRequest.builder(),
                        stream,
                        DescribeStreamSummaryRequest.Builder::streamName,
                        DescribeStreamSummaryRequest.Builder::streamARN)
                .overrideConfiguration(AwsRequestOverrideConfiguration.builder()
                        .addPlugin(
                                settings -> settings.overrideConfiguration(settings.overrideConfiguration().toBuilder()
                                        .addExecutionInterceptor(new Reader(auto))
                                        .build()))
                        .build())
                .build();
        return CompletableFuture.completedFuture(request)
                .thenCompose(client::describeStreamSummary)
                .handle((answer, failure) -> auto.get());
    }

    /** Whether the answer says that the strategy is AUTO. */
    static boolean saysAuto(byte[] answer, int length) {
        for (int at = indexOf(NAME, answer, 0, length); at >= 0; at = indexOf(NAME, answer, at + 1, length)) {
            int behind = at + NAME.length;
            if (indexOf(AUTO, answer, behind, Math.min(length, behind + MAX_GAP + AUTO.length)) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static int indexOf(byte[] wanted, byte[] bytes, int from, int to) {
        for (int at = from; at + wanted.length <= to; at++) {
            int same = 0;
            while (same < wanted.length && bytes[at + same] == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return at;
            }
        }
        return -1;
    }

    /** Looks at the bytes of an answer on their way. */
    private record Reader(AtomicBoolean auto) implements ExecutionInterceptor {

        private static final int MAX_LENGTH = 64 * 1024;

        @Override
        public java.util.Optional<Publisher<ByteBuffer>> modifyAsyncHttpResponseContent(
                Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
            ByteBuffer seen = ByteBuffer.allocate(MAX_LENGTH);
            return context.responsePublisher()
                    .map(publisher -> SdkPublisher.adapt(publisher).map(part -> {
                        ByteBuffer copy = part.duplicate();
                        copy.limit(copy.position() + Math.min(copy.remaining(), seen.remaining()));
                        seen.put(copy);
                        if (saysAuto(seen.array(), seen.position())) {
                            auto.set(true);
                        }
                        return part;
                    }));
        }
    }
}
