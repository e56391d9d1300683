package dev.millrace.producer;

/** Who decides where a stream's records go: its record distribution strategy. */
public enum Distribution {
    /** The stream is asked; if it does not say, its answers tell. */
    ASK,
    /** The records' keys decide, as everywhere but on some on-demand streams. */
    BY_KEY,
    /** The stream places records itself, whatever their keys. They are sent one by one, since readers of the KPL format drop aggregates. */
    BY_STREAM
}
