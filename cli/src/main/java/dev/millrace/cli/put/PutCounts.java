package dev.millrace.cli.put;

import java.util.concurrent.atomic.LongAdder;

/** What has become of the lines so far. */
public final class PutCounts {

    final LongAdder readLines = new LongAdder();
    final LongAdder storedLines = new LongAdder();
    final LongAdder storedBytes = new LongAdder();
    final LongAdder failedLines = new LongAdder();

    /** Lines that were read, bad ones too. */
    public long read() {
        return readLines.sum();
    }

    /** Lines that the stream has. */
    public long stored() {
        return storedLines.sum();
    }

    /** Bytes of those lines. */
    public long bytes() {
        return storedBytes.sum();
    }

    /** Lines that were reported as not stored. */
    public long failed() {
        return failedLines.sum();
    }

    /** Lines whose fate is open. */
    public long inFlight() {
        return Math.max(0, read() - stored() - failed());
    }
}
