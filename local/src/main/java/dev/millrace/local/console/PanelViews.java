package dev.millrace.local.console;

import dev.millrace.local.extension.ConsolePanel;
import dev.millrace.local.extension.PanelTable;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.ServiceException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The panels that others have added. */
final class PanelViews {

    private static final Logger LOG = LoggerFactory.getLogger(PanelViews.class);
    private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,40}");

    private final Map<String, ConsolePanel> byId = new LinkedHashMap<>();

    PanelViews(List<ConsolePanel> panels) {
        for (ConsolePanel panel : panels) {
            if (!ID.matcher(panel.id()).matches() || byId.putIfAbsent(panel.id(), panel) != null) {
                throw new IllegalArgumentException("panel id not allowed, or there twice: '" + panel.id()
                        + "' (1 to 40 characters of a-z 0-9 and hyphens)");
            }
        }
    }

    /** Their ids and titles, in the order in which they were added. */
    List<Map<String, Object>> list() {
        return byId.values().stream()
                .map(panel -> Answer.create()
                        .with("id", panel.id())
                        .with("title", panel.title())
                        .members())
                .toList();
    }

    Map<String, Object> content(String id) {
        ConsolePanel panel = byId.get(id);
        if (panel == null) {
            throw ServiceException.resourceNotFound("There is no panel of this id.");
        }
        Answer answer = Answer.create().with("id", id).with("title", panel.title());
        try {
            return answer.with(
                            "tables",
                            panel.tables().stream().map(PanelViews::table).toList())
                    .members();
        } catch (RuntimeException e) {
            LOG.warn("panel of the console failed: id={}", id, e);
            return answer.with("failure", String.valueOf(e.getMessage())).members();
        }
    }

    private static Map<String, Object> table(PanelTable table) {
        return Answer.create()
                .with("title", table.title())
                .with("columns", table.columns())
                .with("rows", table.rows())
                .members();
    }
}
