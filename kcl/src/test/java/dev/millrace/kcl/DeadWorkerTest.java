package dev.millrace.kcl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A worker that was killed cannot sign off: the table goes on saying that it is there. */
@Timeout(120)
@ExtendWith(Services.Extension.class)
final class DeadWorkerTest {

    private static final int SHARDS = 6;

    /** The library lets a lease run out for so long, by default, before it gives it to somebody else. */
    private static final int SECONDS_SINCE_ITS_DEATH = 10;

    @Test
    void leasesThatHaveRunOutAreNotGivenBackToTheDead(Services services) {
        String stream = services.newStream(SHARDS);
        Map<String, AttributeValue> report = reportOf("dead", services, stream);
        // It reports every few seconds, so the last time was some before its death.
        long last = Instant.now().getEpochSecond() - SECONDS_SINCE_ITS_DEATH - 1;
        report.put("lut", AttributeValue.fromN(Long.toString(last)));
        services.dynamoDb()
                .putItem(request -> request.tableName(stream).item(report))
                .join();
        try (KclWorker worker =
                services.worker(stream, new Recorder()).workerId("alive").build()) {
            worker.start();
            Await.until("owners", () -> owners(services, stream).size() == SHARDS);
            assertThat(owners(services, stream)).containsOnly("alive");
        }
    }

    /** What a worker tells of itself in the table of leases. */
    private static Map<String, AttributeValue> reportOf(String id, Services services, String stream) {
        Map<String, AttributeValue> report = new HashMap<>();
        try (KclWorker worker =
                services.worker(stream, new Recorder()).workerId(id).build()) {
            worker.start();
            Await.until("a report", () -> {
                services.items(stream).stream()
                        .filter(item -> LeaseLayout.keyOf(item).equals(id))
                        .forEach(report::putAll);
                return !report.isEmpty();
            });
        }
        assertThat(owners(services, stream)).as("given back").isEmpty();
        return report;
    }

    private static List<String> owners(Services services, String stream) {
        return services.leases(stream).stream()
                .map(lease -> lease.get("leaseOwner"))
                .filter(Objects::nonNull)
                .map(AttributeValue::s)
                .toList();
    }
}
