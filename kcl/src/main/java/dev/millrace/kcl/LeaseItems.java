package dev.millrace.kcl;

import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.PendingCheckpoint;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Places in leases, as the library writes them. */
final class LeaseItems {

    private static final String CHECKPOINT = "checkpoint";
    private static final String SUB_SEQUENCE_NUMBER = "checkpointSubSequenceNumber";
    private static final String PENDING = "pendingCheckpoint";
    private static final String PENDING_SUB_SEQUENCE_NUMBER = "pendingCheckpointSubSequenceNumber";
    private static final String PENDING_STATE = "pendingCheckpointState";

    private LeaseItems() {}

    static boolean isLease(Map<String, AttributeValue> item) {
        AttributeValue type = item.get(LeaseLayout.ENTITY_TYPE);
        // Old versions of the library have nothing but leases.
        return type == null || LeaseLayout.ENTITY_LEASE.equals(type.s());
    }

    static @Nullable String text(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null ? null : value.s();
    }

    static long number(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null || value.n() == null ? 0 : Long.parseLong(value.n());
    }

    /** The checkpoint; a lease without one is at its beginning. */
    static ExtendedSequenceNumber checkpoint(Map<String, AttributeValue> item) {
        ExtendedSequenceNumber place = place(item, CHECKPOINT, SUB_SEQUENCE_NUMBER);
        return place == null ? ExtendedSequenceNumber.TRIM_HORIZON : place;
    }

    static @Nullable PendingCheckpoint pending(Map<String, AttributeValue> item) {
        ExtendedSequenceNumber place = place(item, PENDING, PENDING_SUB_SEQUENCE_NUMBER);
        if (place == null) {
            return null;
        }
        AttributeValue state = item.get(PENDING_STATE);
        return new PendingCheckpoint(
                place, state == null || state.b() == null ? null : state.b().asByteArray());
    }

    private static @Nullable ExtendedSequenceNumber place(
            Map<String, AttributeValue> item, String number, String subNumber) {
        String text = text(item, number);
        // The library means the same by 0 and -1 in words.
        return text == null ? null : new ExtendedSequenceNumber(text, Math.max(0, number(item, subNumber)));
    }

    /** A lease at another position. */
    static Map<String, AttributeValue> at(ShardPosition position, Map<String, AttributeValue> lease) {
        Map<String, AttributeValue> item = new HashMap<>(lease);
        put(item, CHECKPOINT, SUB_SEQUENCE_NUMBER, position.place());
        PendingCheckpoint pending = position.pending();
        if (pending != null) {
            put(item, PENDING, PENDING_SUB_SEQUENCE_NUMBER, pending.place());
            byte[] state = pending.state();
            if (state != null) {
                item.put(PENDING_STATE, AttributeValue.fromB(SdkBytes.fromByteArray(state)));
            }
        }
        return item;
    }

    private static void put(
            Map<String, AttributeValue> item, String number, String subNumber, ExtendedSequenceNumber place) {
        item.put(number, AttributeValue.fromS(place.sequenceNumber()));
        item.put(subNumber, AttributeValue.fromN(Long.toString(place.subSequenceNumber())));
    }
}
