package dev.millrace.firehose.journal;

import dev.millrace.processor.ExtendedSequenceNumber;

/** Places as text: {@code number/index}. */
final class PlaceText {

    private PlaceText() {}

    static ExtendedSequenceNumber parse(String text) {
        int slash = text.indexOf('/');
        return new ExtendedSequenceNumber(text.substring(0, slash), Long.parseLong(text.substring(slash + 1)));
    }
}
