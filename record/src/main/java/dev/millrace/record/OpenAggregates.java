package dev.millrace.record;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The open aggregates of an aggregator: which of them a user record joins, and which has to give way. */
final class OpenAggregates {

    /** The group of records that need share nothing. */
    private static final Group MAIN = new Group(null, null);

    private final AggregationLayout layout;
    private final AggregationGrouping grouping;
    private final int maxSizeBytes;
    private final int maxOpenGroups;
    private final boolean frameLoneRecords;

    /** By what their records share, in the order in which they were begun. */
    private final Map<Group, OpenAggregate> byGroup = new LinkedHashMap<>();

    OpenAggregates(
            AggregationLayout layout,
            AggregationGrouping grouping,
            int maxSizeBytes,
            int maxOpenGroups,
            boolean frameLoneRecords) {
        this.layout = layout;
        this.grouping = grouping;
        this.maxSizeBytes = maxSizeBytes;
        this.maxOpenGroups = maxOpenGroups;
        this.frameLoneRecords = frameLoneRecords;
    }

    /** In the order in which they were begun. */
    Collection<OpenAggregate> all() {
        return Collections.unmodifiableCollection(byGroup.values());
    }

    /** Likewise; none is left. */
    List<OpenAggregate> removeAll() {
        List<OpenAggregate> all = new ArrayList<>(byGroup.values());
        byGroup.clear();
        return all;
    }

    /**
     * Puts the user record into an aggregate and returns the one that had to give way, if one had to. It is never the
     * one that the record is in.
     *
     * @throws RecordTooLargeException if it does not fit even alone; nothing was changed then
     */
    @Nullable
    OpenAggregate add(UserRecord record) {
        Group group = groupOf(record);
        OpenAggregate aggregate = byGroup.get(group);
        if (aggregate != null && aggregate.add(record, maxSizeBytes)) {
            return null;
        }
        OpenAggregate.Kind kind = kindOf(record);
        long alone = putSizeAlone(record);
        if (alone > maxSizeBytes) {
            throw new RecordTooLargeException(alone, maxSizeBytes);
        }
        OpenAggregate finished = byGroup.remove(group);
        if (finished == null && kind == OpenAggregate.Kind.OWN_HASH_KEY) {
            Group pinnedGroup = new Group(group.partitionKey(), null);
            OpenAggregate pinned = byGroup.get(pinnedGroup);
            if (pinned != null && pinned.outerHashKey().equals(record.explicitHashKey())) {
                if (pinned.add(record, maxSizeBytes)) {
                    return null;
                }
                // It may hold earlier records of this hash key, so it goes out before the group of this one can.
                finished = byGroup.remove(pinnedGroup);
            }
        }
        int expected = finished == null ? 0 : finished.recordsLength();
        OpenAggregate begun = new OpenAggregate(kind, record, frameLoneRecords, expected);
        byGroup.put(group, begun);
        return finished == null && sideGroups() > maxOpenGroups ? removeOldestSideGroup(begun) : finished;
    }

    long putSizeAlone(UserRecord record) {
        return OpenAggregate.putSizeAlone(kindOf(record), record, frameLoneRecords);
    }

    /** Where the record is at home, unless it may join a pinned aggregate. */
    private Group groupOf(UserRecord record) {
        String key = grouping == AggregationGrouping.PARTITION_KEY ? record.partitionKey() : null;
        HashKey own = layout == AggregationLayout.PINNED ? record.explicitHashKey() : null;
        return key == null && own == null ? MAIN : new Group(key, own);
    }

    private OpenAggregate.Kind kindOf(UserRecord record) {
        if (layout == AggregationLayout.KPL) {
            return OpenAggregate.Kind.KPL;
        }
        return record.explicitHashKey() == null ? OpenAggregate.Kind.PINNED : OpenAggregate.Kind.OWN_HASH_KEY;
    }

    private int sideGroups() {
        return byGroup.containsKey(MAIN) ? byGroup.size() - 1 : byGroup.size();
    }

    private @Nullable OpenAggregate removeOldestSideGroup(OpenAggregate begun) {
        for (Iterator<Map.Entry<Group, OpenAggregate>> i = byGroup.entrySet().iterator(); i.hasNext(); ) {
            Map.Entry<Group, OpenAggregate> oldest = i.next();
            if (!oldest.getKey().equals(MAIN) && oldest.getValue() != begun) {
                i.remove();
                return oldest.getValue();
            }
        }
        return null;
    }

    /**
     * What the user records of one open aggregate must share; null where nothing.
     *
     * @param partitionKey the partition key
     * @param ownHashKey the explicit hash key
     */
    private record Group(
            @Nullable String partitionKey, @Nullable HashKey ownHashKey) {}
}
