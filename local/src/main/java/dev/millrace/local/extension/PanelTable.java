package dev.millrace.local.extension;

import java.util.List;

/**
 * A table in a {@link ConsolePanel}. All of it is shown as text, whatever it contains.
 *
 * @param title what stands above it; may be empty
 * @param columns the heads
 * @param rows as many cells each as there are columns
 */
public record PanelTable(String title, List<String> columns, List<List<String>> rows) {

    public PanelTable {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<String> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(
                        "row does not fit: table='" + title + "' cells=" + row.size() + " columns=" + columns.size());
            }
        }
    }
}
