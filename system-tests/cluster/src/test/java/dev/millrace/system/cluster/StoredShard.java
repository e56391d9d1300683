package dev.millrace.system.cluster;

import dev.millrace.processor.ExtendedSequenceNumber;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The user records of a shard, in order. Places are counted from 0: what lies between two of them is seen at once. */
final class StoredShard {

    /** Of a place where no record was put. */
    static final int NOWHERE = -2;

    private final List<ExtendedSequenceNumber> places;
    private final Map<ExtendedSequenceNumber, Integer> indexes = new HashMap<>();
    private final Map<ExtendedSequenceNumber, Integer> numbers;

    private StoredShard(Map<ExtendedSequenceNumber, Integer> numbers) {
        this.numbers = numbers;
        this.places = new ArrayList<>(numbers.keySet());
        Collections.sort(places);
        for (int index = 0; index < places.size(); index++) {
            indexes.put(places.get(index), index);
        }
    }

    /** Of the number of each record by its place. */
    static StoredShard of(Map<ExtendedSequenceNumber, Integer> numbers) {
        return new StoredShard(Map.copyOf(numbers));
    }

    int size() {
        return places.size();
    }

    /** Of a record, from 0; of a checkpoint before the first -1, of one behind the last {@link #size}. */
    int index(ExtendedSequenceNumber place) {
        if (place.isNumber()) {
            return indexes.getOrDefault(place, NOWHERE);
        }
        return place.equals(ExtendedSequenceNumber.SHARD_END) ? size() : -1;
    }

    /** Whether a record of this number is stored there. */
    boolean holds(ExtendedSequenceNumber place, int number) {
        return numbers.getOrDefault(place, NOWHERE) == number;
    }

    ExtendedSequenceNumber place(int index) {
        return places.get(index);
    }
}
