package dev.millrace.firehose.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an object on its way.
 *
 * @param id also the name of its file
 * @param name null until it is sealed; then it and the bytes stay as they are
 * @param form in which it is delivered, as the settings call it when it is sealed; empty before
 * @param route of all its records
 * @param length bytes
 * @param records how many
 * @param opened when its first record was journaled
 * @param oldest the earliest arrival of its records
 * @param places by shard; empty if all records were put
 */
public record ObjectState(
        UUID id,
        @Nullable String name,
        String form,
        Route route,
        long length,
        long records,
        Instant opened,
        Instant oldest,
        Map<ShardKey, PlaceRange> places) {

    public ObjectState {
        places = Map.copyOf(places);
    }

    boolean isSealed() {
        return name != null;
    }

    ObjectState sealed(String sealedName, String sealedForm) {
        return new ObjectState(id, sealedName, sealedForm, route, length, records, opened, oldest, places);
    }

    /** Lines: name or nothing, form, route, length, records, two times in milliseconds, then a shard and a range in turn. */
    String toText() {
        List<String> lines = new ArrayList<>(List.of(
                name == null ? "" : name,
                form,
                route.toText(),
                Long.toString(length),
                Long.toString(records),
                Long.toString(opened.toEpochMilli()),
                Long.toString(oldest.toEpochMilli())));
        places.forEach((shard, range) -> {
            lines.add(shard.toText());
            lines.add(range.toText());
        });
        return String.join("\n", lines);
    }

    static ObjectState parse(UUID id, String text) {
        String[] lines = text.split("\n", -1);
        Map<ShardKey, PlaceRange> places = new LinkedHashMap<>();
        for (int i = 7; i < lines.length; i += 2) {
            places.put(ShardKey.parse(lines[i]), PlaceRange.parse(lines[i + 1]));
        }
        return new ObjectState(
                id,
                lines[0].isEmpty() ? null : lines[0],
                lines[1],
                Route.parse(lines[2]),
                Long.parseLong(lines[3]),
                Long.parseLong(lines[4]),
                Instant.ofEpochMilli(Long.parseLong(lines[5])),
                Instant.ofEpochMilli(Long.parseLong(lines[6])),
                places);
    }
}
