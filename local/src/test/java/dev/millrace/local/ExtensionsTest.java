package dev.millrace.local;

import static dev.millrace.local.ConsoleClient.list;
import static dev.millrace.local.RawHttp.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.extension.ConsolePanel;
import dev.millrace.local.extension.PanelTable;
import dev.millrace.local.extension.TargetService;
import dev.millrace.local.stream.Account;
import dev.millrace.local.wire.ServiceException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others add: panels of the console, and services at the same port. */
class ExtensionsTest {

    private record Panel(String id, String title, Supplier<List<PanelTable>> content) implements ConsolePanel {
        @Override
        public List<PanelTable> tables() {
            return content.get();
        }
    }

    /** Says what it was asked, or that it knows no such operation. */
    private record Echo(String targetPrefix) implements TargetService {
        @Override
        public Map<String, Object> call(String operation, Map<String, Object> request, Account caller) {
            if (!operation.equals("Echo")) {
                throw ServiceException.named("UnknownOperationException", "no " + operation);
            }
            return Map.of("said", request.getOrDefault("say", "nothing"), "region", caller.region());
        }
    }

    @Test
    void aPanelIsListedAndShown() {
        PanelTable table = new PanelTable("Leases", List.of("shard", "worker"), List.of(List.of("0", "<b>one</b>")));
        try (LocalKinesis kinesis = LocalKinesis.builder()
                .consolePanel(new Panel("workers", "Workers", () -> List.of(table)))
                .consolePanel(new Panel("broken", "Broken", () -> {
                    throw new IllegalStateException("no store");
                }))
                .start()) {
            ConsoleClient console = new ConsoleClient(kinesis.endpoint());
            assertThat(list(console.view("streams"), "panels"))
                    .containsExactly(
                            Map.of("id", "workers", "title", "Workers"), Map.of("id", "broken", "title", "Broken"));
            assertThat(list(console.view("panel", "id", "workers"), "tables"))
                    .containsExactly(Map.of(
                            "title", "Leases",
                            "columns", List.of("shard", "worker"),
                            "rows", List.of(List.of("0", "<b>one</b>"))));
            assertThat(console.view("panel", "id", "broken")).containsEntry("failure", "no store");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "..", "Workers", "workers"})
    void aPanelsIdIsItsOwnAndPartOfAnAddress(String id) {
        LocalKinesisBuilder builder = LocalKinesis.builder()
                .consolePanel(new Panel("workers", "Workers", List::of))
                .consolePanel(new Panel(id, "Other", List::of));
        assertThatThrownBy(builder::start)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("panel id not allowed, or there twice: '" + id + "'");
    }

    @Test
    void aRowHasAsManyCellsAsThereAreColumns() {
        assertThatThrownBy(() -> new PanelTable("Leases", List.of("a", "b"), List.of(List.of("1"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("row does not fit: table='Leases' cells=1 columns=2");
    }

    @Test
    void aServiceIsCalledByThePrefixOfItsTarget() {
        try (LocalKinesis kinesis =
                LocalKinesis.builder().targetService(new Echo("Echo_20260101.")).start()) {
            RawHttp http = new RawHttp(kinesis.endpoint());
            HttpResponse<byte[]> response = call(http, "Echo_20260101.Echo");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(text(response)).contains("\"said\":\"hello\"").contains("\"region\":\"us-east-1\"");
            HttpResponse<byte[]> unknown = call(http, "Echo_20260101.Other");
            assertThat(unknown.statusCode()).isEqualTo(400);
            assertThat(text(unknown)).contains("UnknownOperationException").contains("no Other");
            assertThat(text(call(http, "Echo_2026."))).contains("UnknownOperationException");
            assertThat(text(http.send(http.request("/metrics"))))
                    .contains("millrace_request_seconds_count{operation=\"Echo_20260101\"} 2");
            HttpResponse<byte[]> unsigned = http.send(http.request()
                    .header("Content-Type", RawHttp.JSON)
                    .header("X-Amz-Target", "Echo_20260101.Echo")
                    .POST(BodyPublishers.ofString("{}")));
            assertThat(text(unsigned)).contains("MissingAuthenticationTokenException");
        }
    }

    private static HttpResponse<byte[]> call(RawHttp http, String target) {
        return http.send(http.signed()
                .header("Content-Type", RawHttp.JSON)
                .header("X-Amz-Target", target)
                .POST(BodyPublishers.ofString("{\"say\":\"hello\"}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Echo", ".", "Kinesis_20131202.", "a/b."})
    void aPrefixIsItsOwn(String prefix) {
        LocalKinesisBuilder builder = LocalKinesis.builder().targetService(new Echo(prefix));
        assertThatThrownBy(builder::start)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("target prefix not allowed, or there twice: '" + prefix + "'");
    }
}
