package dev.millrace.firehose.journal;

import dev.millrace.processor.ExtendedSequenceNumber;

/** The first and the last place that an object has of a shard. */
public record PlaceRange(ExtendedSequenceNumber first, ExtendedSequenceNumber last) {

    PlaceRange upTo(ExtendedSequenceNumber place) {
        return new PlaceRange(first, place);
    }

    String toText() {
        return first + " " + last;
    }

    static PlaceRange parse(String text) {
        int space = text.indexOf(' ');
        return new PlaceRange(PlaceText.parse(text.substring(0, space)), PlaceText.parse(text.substring(space + 1)));
    }
}
