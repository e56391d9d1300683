package dev.millrace.firehose.local;

import dev.millrace.firehose.local.definition.Definition;
import dev.millrace.firehose.local.definition.Source;
import dev.millrace.firehose.local.delivery.DeliveredObject;
import dev.millrace.firehose.local.delivery.DeliveryCounts;
import dev.millrace.firehose.local.delivery.DeliveryStreams;
import dev.millrace.firehose.local.delivery.LocalDelivery;
import dev.millrace.local.extension.ConsolePanel;
import dev.millrace.local.extension.PanelTable;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The console's page of the delivery streams: what each does, and the last objects of each. */
final class DeliveryStreamsPanel implements ConsolePanel {

    private static final List<String> STREAMS = List.of(
            "delivery stream",
            "status",
            "source",
            "bucket",
            "objects",
            "records",
            "failed records",
            "bytes",
            "failed writes",
            "last failure");
    private static final List<String> OBJECTS = List.of("delivered", "object", "records", "bytes");

    private final DeliveryStreams streams;

    DeliveryStreamsPanel(DeliveryStreams streams) {
        this.streams = streams;
    }

    @Override
    public String id() {
        return "firehose";
    }

    @Override
    public String title() {
        return "Delivery streams";
    }

    @Override
    public List<PanelTable> tables() {
        List<LocalDelivery> all = streams.all();
        List<PanelTable> tables = new ArrayList<>();
        tables.add(new PanelTable(
                all.isEmpty() ? "No delivery stream was created yet" : "Since this service was started",
                STREAMS,
                all.stream().map(DeliveryStreamsPanel::row).toList()));
        for (LocalDelivery delivery : all) {
            List<DeliveredObject> objects = delivery.counts().lastObjects();
            if (!objects.isEmpty()) {
                tables.add(new PanelTable(
                        "Last objects of " + delivery.definition().key().name(),
                        OBJECTS,
                        objects.stream().map(DeliveryStreamsPanel::row).toList()));
            }
        }
        return tables;
    }

    private static List<String> row(LocalDelivery delivery) {
        Definition definition = delivery.definition();
        DeliveryCounts.Totals totals = delivery.counts().totals();
        String stopped = delivery.failure();
        return List.of(
                definition.key().name() + " (" + definition.key().account().region() + ")",
                stopped == null ? definition.status().name() : definition.status() + ", stopped",
                source(definition.source()),
                definition.destination().bucket(),
                number(totals.objects()),
                number(totals.records()),
                number(totals.failedRecords()),
                number(totals.bytes()),
                number(totals.failures()),
                stopped == null ? Objects.requireNonNullElse(totals.lastFailure(), "") : stopped);
    }

    private static String source(Source source) {
        String stream = source.stream();
        return stream == null ? "puts" : "stream " + stream.substring(stream.lastIndexOf('/') + 1);
    }

    private static List<String> row(DeliveredObject object) {
        return List.of(
                object.time().truncatedTo(ChronoUnit.SECONDS).toString(),
                object.name(),
                number(object.records()),
                number(object.bytes()));
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
