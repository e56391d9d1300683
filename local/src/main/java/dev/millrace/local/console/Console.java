package dev.millrace.local.console;

import dev.millrace.local.extension.ConsolePanel;
import dev.millrace.local.operation.Operations;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.subscription.Subscriptions;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.ServiceException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The console, from paths to answers. Who may ask is decided before. Safe for use by many threads.
 *
 * <p>The page polls: {@code /_millrace/api/streams} once a second for all streams, and what it shows of one besides.
 * Nothing is kept for it here, so any number of pages may be open, and none costs anything when closed.
 */
public final class Console {

    /** What all paths begin with but those of the page. */
    public static final String API = "/_millrace/api/";

    private static final String BY_HAND = API + "operations/";

    private final Streams streams;
    private final Subscriptions subscriptions;
    private final StreamViews views;
    private final RecordBrowser records;
    private final HandWork handWork;
    private final PanelViews panels;
    private final long startNanos = System.nanoTime();

    public Console(
            Streams streams, Operations operations, Subscriptions subscriptions, List<ConsolePanel> consolePanels) {
        this.streams = streams;
        this.subscriptions = subscriptions;
        this.views = new StreamViews(streams);
        this.records = new RecordBrowser(streams);
        this.handWork = new HandWork(operations);
        this.panels = new PanelViews(consolePanels);
    }

    /** What is at a path to be read; null if nothing is. */
    public @Nullable ConsoleReply get(String path, Map<String, String> query) {
        if (!path.startsWith(API)) {
            return ConsoleFiles.at(path);
        }
        return answer(() -> view(path.substring(API.length()), new Query(query)));
    }

    /** Does what a person asks for; null if there is nothing to be done at this path. */
    public @Nullable ConsoleReply post(String path, Map<String, String> query, byte[] body) {
        return isForHands(path)
                ? answer(() -> handWork.run(path.substring(BY_HAND.length()), new Query(query), body))
                : null;
    }

    /** Whether something may be posted there. */
    public boolean isForHands(String path) {
        return path.startsWith(BY_HAND);
    }

    private Map<String, Object> view(String name, Query query) {
        return switch (name) {
            case "streams" -> overview();
            case "stream" -> views.detail(query.stream(streams));
            case "records" -> records.page(query);
            case "record" -> records.record(query);
            case "panel" -> panels.content(query.required("id"));
            default -> throw ServiceException.resourceNotFound("There is nothing of this name.");
        };
    }

    private Map<String, Object> overview() {
        List<Map<String, Object>> shown = views.list();
        return Answer.create()
                .with("nowMillis", streams.clock().millis())
                // For rates: it never jumps, and falls only when the service is another one.
                .with("elapsedMillis", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos))
                .with("subscriptions", subscriptions.count())
                .with("streams", shown)
                .with("streamsLeftOut", Math.max(0, streams.all().size() - shown.size()))
                .with("panels", panels.list())
                .members();
    }

    private interface Work {
        Map<String, Object> run();
    }

    private static ConsoleReply answer(Work work) {
        try {
            return ConsoleReply.json(work.run());
        } catch (ServiceException e) {
            return ConsoleReply.error(e);
        }
    }
}
