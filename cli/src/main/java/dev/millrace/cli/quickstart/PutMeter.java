package dev.millrace.cli.quickstart;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/** Sits in a client and counts what its PutRecords stored, as the service would bill it. */
final class PutMeter implements ExecutionInterceptor {

    /** Bytes of a PUT payload unit. */
    private static final int PAYLOAD_UNIT = 25 * 1024;

    private final LongAdder bytes = new LongAdder();
    private final LongAdder payloadUnits = new LongAdder();

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        if (context.request() instanceof PutRecordsRequest request
                && context.response() instanceof PutRecordsResponse response) {
            for (int i = 0; i < response.records().size(); i++) {
                if (response.records().get(i).sequenceNumber() != null) {
                    count(request.records().get(i));
                }
            }
        }
    }

    private void count(PutRecordsRequestEntry entry) {
        int size =
                entry.data().asByteArrayUnsafe().length + entry.partitionKey().getBytes(StandardCharsets.UTF_8).length;
        bytes.add(size);
        payloadUnits.add(payloadUnits(size));
    }

    /** What a record of this size costs. */
    static int payloadUnits(int recordBytes) {
        return Math.max(1, (recordBytes + PAYLOAD_UNIT - 1) / PAYLOAD_UNIT);
    }

    long bytes() {
        return bytes.sum();
    }

    long payloadUnits() {
        return payloadUnits.sum();
    }
}
