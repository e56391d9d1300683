package dev.millrace.consumer.checkpoint;

import dev.millrace.processor.PendingCheckpoint;
import java.util.Base64;

/** A pending checkpoint as text: the place, and behind a bar its state in Base64, if there is any. */
final class PendingText {

    private static final char BAR = '|';

    private PendingText() {}

    static String of(PendingCheckpoint pending) {
        byte[] state = pending.state();
        return state == null
                ? pending.place().toString()
                : pending.place().toString() + BAR + Base64.getEncoder().encodeToString(state);
    }

    static PendingCheckpoint parse(String text) {
        int bar = text.indexOf(BAR);
        return bar < 0
                ? new PendingCheckpoint(StoredPosition.parse(text).place(), null)
                : new PendingCheckpoint(
                        StoredPosition.parse(text.substring(0, bar)).place(),
                        Base64.getDecoder().decode(text.substring(bar + 1)));
    }
}
