package dev.millrace.producer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/** Ways in which PutRecords goes wrong. */
final class PutFaults {

    static final String THROTTLED = "ProvisionedThroughputExceededException";

    private PutFaults() {}

    /** The service does it, and the answer gets lost. */
    static CompletableFuture<PutRecordsResponse> loseAnswer(KinesisAsyncClient real, PutRecordsRequest request) {
        return real.putRecords(request).thenCompose(response -> neverLeaves());
    }

    /** The connection breaks before anything was sent; the caller cannot tell. */
    static CompletableFuture<PutRecordsResponse> neverLeaves() {
        return CompletableFuture.failedFuture(SdkClientException.create("connection reset by the test"));
    }

    static <T> CompletableFuture<T> error(String code, int status) {
        return CompletableFuture.failedFuture(KinesisException.builder()
                .message(code + " by the test")
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage("by the test")
                        .serviceName("Kinesis")
                        .build())
                .build());
    }

    /** Entries that are picked get this error code, the others are stored by the service. */
    static CompletableFuture<PutRecordsResponse> refuse(
            KinesisAsyncClient real, PutRecordsRequest request, String code, Predicate<PutRecordsRequestEntry> picked) {
        List<Boolean> refused = request.records().stream().map(picked::test).toList();
        List<PutRecordsRequestEntry> rest = new ArrayList<>();
        for (int i = 0; i < refused.size(); i++) {
            if (!refused.get(i)) {
                rest.add(request.records().get(i));
            }
        }
        CompletableFuture<PutRecordsResponse> answer = rest.isEmpty()
                ? CompletableFuture.completedFuture(
                        PutRecordsResponse.builder().records(List.of()).build())
                : real.putRecords(request.toBuilder().records(rest).build());
        return answer.thenApply(response -> {
            List<PutRecordsResultEntry> results = new ArrayList<>();
            int next = 0;
            for (boolean isRefused : refused) {
                results.add(
                        isRefused
                                ? PutRecordsResultEntry.builder()
                                        .errorCode(code)
                                        .errorMessage("by the test")
                                        .build()
                                : response.records().get(next++));
            }
            return response.toBuilder().records(results).build();
        });
    }

    /** The service does it, and each entry of the answer is changed. */
    static CompletableFuture<PutRecordsResponse> rewrite(
            KinesisAsyncClient real,
            PutRecordsRequest request,
            Function<PutRecordsRequestEntry, Function<PutRecordsResultEntry, PutRecordsResultEntry>> change) {
        return real.putRecords(request).thenApply(response -> {
            List<PutRecordsResultEntry> results = new ArrayList<>();
            for (int i = 0; i < response.records().size(); i++) {
                results.add(change.apply(request.records().get(i))
                        .apply(response.records().get(i)));
            }
            return response.toBuilder().records(results).build();
        });
    }
}
