package dev.millrace.local.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.fault.Faults;
import dev.millrace.local.limit.Limits;
import dev.millrace.local.stream.Storage;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.subscription.SubscriptionTimes;
import dev.millrace.local.subscription.Subscriptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

class OperationsTest {

    private static final Set<String> NEWER_THAN_THE_SDK = Set.of(
            "CreateChannel",
            "DeleteChannel",
            "DescribeChannel",
            "ListChannels",
            "UpdateChannel",
            "UpdateStreamRecordDistributionStrategy");

    @Test
    void theServiceHasEveryOperation() {
        try (Subscriptions subscriptions = new Subscriptions(SubscriptionTimes.DEFAULT)) {
            Operations operations = new Operations(
                    new Streams(Clock.systemUTC()), subscriptions, new Faults(), Limits.none(), Storage.IN_MEMORY);
            assertThat(model()).hasSize(45).allMatch(name -> operations.get(name) != null);
            assertThat(operations.get("MakeCoffee")).isNull();
        }
    }

    @Test
    void theDocumentNamesEveryOperation() throws IOException {
        String document = Files.readString(Path.of("..", "docs", "local.md"));
        assertThat(model()).hasSize(45).allMatch(name -> document.matches("(?s).*\\b" + name + "\\b.*"));
    }

    private static Set<String> model() {
        Set<String> names = new TreeSet<>(NEWER_THAN_THE_SDK);
        for (var method : KinesisAsyncClient.class.getMethods()) {
            for (Class<?> parameter : method.getParameterTypes()) {
                if (parameter.getSimpleName().endsWith("Request")) {
                    names.add(parameter.getSimpleName().replaceAll("Request$", ""));
                }
            }
        }
        return names;
    }
}
