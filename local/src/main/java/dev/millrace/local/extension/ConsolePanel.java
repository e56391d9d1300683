package dev.millrace.local.extension;

import java.util.List;

/** A page of the console whose content somebody else provides, as tables. */
public interface ConsolePanel {

    /** Unique among the panels, and part of the page's address: 1 to 40 characters of a-z 0-9 and hyphens. */
    String id();

    /** What the console's menu calls it, in a word or two. */
    String title();

    /**
     * The content at this moment. Asked for once a second while somebody looks, by a thread that serves requests, so it
     * should come at once. An exception's message is shown in its place.
     */
    List<PanelTable> tables();
}
