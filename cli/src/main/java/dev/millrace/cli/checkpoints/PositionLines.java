package dev.millrace.cli.checkpoints;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.io.BadInputException;
import dev.millrace.cli.io.JsonLines;
import dev.millrace.kcl.ShardPosition;
import dev.millrace.kcl.StreamPositions;
import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.PendingCheckpoint;
import dev.millrace.text.SafeText;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Positions as text: a line of JSON for each shard. */
public final class PositionLines {

    private static final String CHECKPOINT = "checkpoint";
    private static final String SUB_SEQUENCE_NUMBER = "subSequenceNumber";

    private PositionLines() {}

    public static List<String> write(List<StreamPositions> streams) {
        List<String> lines = new ArrayList<>();
        for (StreamPositions stream : streams) {
            stream.shards().forEach((shardId, position) -> {
                Map<String, Object> line = new LinkedHashMap<>();
                line.put("stream", stream.stream());
                line.put("streamCreated", stream.created().toString());
                line.put("shardId", shardId);
                line.putAll(members(position));
                lines.add(JsonLines.write(line));
            });
        }
        return lines;
    }

    /** The members that tell a position. */
    public static Map<String, Object> members(ShardPosition position) {
        Map<String, Object> members = members(position.place());
        if (position.moment() != null) {
            members.put("moment", position.moment().toString());
        }
        PendingCheckpoint pending = position.pending();
        if (pending != null) {
            Map<String, Object> announced = members(pending.place());
            byte[] state = pending.state();
            if (state != null) {
                announced.put("state", JsonLines.base64(ByteBuffer.wrap(state)));
            }
            members.put("pending", announced);
        }
        return members;
    }

    private static Map<String, Object> members(ExtendedSequenceNumber place) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put(CHECKPOINT, place.sequenceNumber());
        members.put(SUB_SEQUENCE_NUMBER, place.subSequenceNumber());
        return members;
    }

    /**
     * Reads what was written.
     *
     * @throws BadInputException if a line is none of these; it says which one
     */
    public static List<StreamPositions> read(List<String> lines) {
        Map<String, Instant> created = new LinkedHashMap<>();
        Map<String, Map<String, ShardPosition>> shards = new LinkedHashMap<>();
        int number = 0;
        for (String line : lines) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            JsonNode object = JsonLines.read(line, number);
            try {
                String stream = text(object, "stream");
                Instant streamCreated = Instant.parse(text(object, "streamCreated"));
                if (!created.computeIfAbsent(stream, name -> streamCreated).equals(streamCreated)) {
                    throw new IllegalArgumentException("streamCreated differs from the lines before");
                }
                String shardId = text(object, "shardId");
                Map<String, ShardPosition> positions = shards.computeIfAbsent(stream, name -> new LinkedHashMap<>());
                if (positions.put(shardId, position(object)) != null) {
                    throw new IllegalArgumentException("shard is there twice");
                }
            } catch (IllegalArgumentException | DateTimeException e) {
                throw new BadInputException(
                        "line " + number + " is no checkpoint: " + SafeText.of(String.valueOf(e.getMessage())));
            }
        }
        List<StreamPositions> streams = new ArrayList<>();
        created.forEach(
                (stream, at) -> streams.add(new StreamPositions(stream, at, shards.getOrDefault(stream, Map.of()))));
        return streams;
    }

    private static ShardPosition position(JsonNode object) {
        JsonNode moment = object.path("moment");
        JsonNode pending = object.path("pending");
        return new ShardPosition(
                place(object),
                moment.isTextual() ? Instant.parse(moment.asText()) : null,
                pending.isObject() ? new PendingCheckpoint(place(pending), state(pending)) : null);
    }

    private static byte @Nullable [] state(JsonNode pending) {
        JsonNode state = pending.path("state");
        return state.isTextual() ? Base64.getDecoder().decode(state.asText()) : null;
    }

    private static ExtendedSequenceNumber place(JsonNode object) {
        return new ExtendedSequenceNumber(
                text(object, CHECKPOINT), object.path(SUB_SEQUENCE_NUMBER).asLong(0));
    }

    private static String text(JsonNode object, String name) {
        JsonNode value = object.path(name);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("text is missing: " + name);
        }
        return value.asText();
    }
}
