package dev.millrace.child.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a message of the members of a JSON object, which come in any order. */
final class MessageParser {

    private static final Set<String> TEXTS = Set.of(
            Member.ACTION,
            Member.SHARD_ID,
            Member.SEQUENCE_NUMBER,
            Member.SUB_SEQUENCE_NUMBER,
            Member.MILLIS_BEHIND_LATEST,
            Member.ERROR,
            Member.RESPONSE_FOR,
            Member.REASON,
            Member.LEVEL,
            Member.MESSAGE,
            Member.FRAMES,
            Member.SHARDS,
            Member.CHECKPOINT);

    private static final int LONG_DIGITS = 19;

    /** Text, numbers and words as text. What is null is not there. */
    private final Map<String, String> texts = new HashMap<>();

    /** Those that are objects or arrays, and ought not to be. */
    private final Set<String> unreadable = new HashSet<>();

    private @Nullable List<ProtocolRecord> records;

    private MessageParser() {}

    /**
     * The message that begins with the current token.
     *
     * @throws NoMessageException if it is something else
     */
    static Line.OfMessage message(JsonParser parser) throws IOException, NoMessageException {
        MessageParser members = new MessageParser();
        JsonToken first = parser.currentToken();
        if (first == JsonToken.START_ARRAY && parser.nextToken() == JsonToken.VALUE_STRING) {
            members.texts.put(Member.ACTION, parser.getText());
            first = parser.nextToken();
        }
        if (first != JsonToken.START_OBJECT) {
            throw new NoMessageException("no JSON object");
        }
        members.read(parser);
        Message message = members.message();
        return new Line.OfMessage(
                message, message instanceof Message.Initialize ? null : members.texts.get(Member.SHARD_ID));
    }

    private void read(JsonParser parser) throws IOException, NoMessageException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals(Member.RECORDS) && mayHaveRecords()) {
                records = value == JsonToken.VALUE_NULL ? null : RecordsParser.records(parser);
            } else if (!TEXTS.contains(name) || value == null) {
                parser.skipChildren();
            } else if (value.isStructStart()) {
                unreadable.add(name);
                parser.skipChildren();
            } else if (value != JsonToken.VALUE_NULL) {
                texts.put(name, parser.getText());
            }
        }
    }

    private boolean mayHaveRecords() {
        String action = texts.get(Member.ACTION);
        return action == null || action.equals(Action.PROCESS_RECORDS);
    }

    private Message message() throws NoMessageException {
        String action = needed(Member.ACTION);
        return switch (action) {
            case Action.INITIALIZE ->
                new Message.Initialize(
                        needed(Member.SHARD_ID), text(Member.SEQUENCE_NUMBER), number(Member.SUB_SEQUENCE_NUMBER));
            case Action.PROCESS_RECORDS -> processRecords();
            case Action.LEASE_LOST -> new Message.LeaseLost();
            case Action.SHARD_ENDED -> new Message.ShardEnded();
            case Action.SHUTDOWN_REQUESTED -> new Message.ShutdownRequested();
            case Action.SHUTDOWN -> new Message.Shutdown(text(Member.REASON));
            case Action.CHECKPOINT -> checkpoint();
            case Action.STATUS -> new Message.Status(text(Member.RESPONSE_FOR));
            case Action.LOG -> new Message.Log(or(text(Member.LEVEL), "INFO"), or(text(Member.MESSAGE), ""));
            case Action.EXTEND -> new Message.Extend(or(number(Member.FRAMES), 0L), or(number(Member.SHARDS), 1L));
            default -> throw new NoMessageException("unknown action: " + action);
        };
    }

    private Message processRecords() throws NoMessageException {
        if (records == null) {
            throw new NoMessageException("member missing: " + Member.RECORDS);
        }
        return new Message.ProcessRecords(records, number(Member.MILLIS_BEHIND_LATEST));
    }

    private Message checkpoint() throws NoMessageException {
        String place = text(Member.SEQUENCE_NUMBER);
        return new Message.Checkpoint(
                place == null ? text(Member.CHECKPOINT) : place,
                number(Member.SUB_SEQUENCE_NUMBER),
                text(Member.ERROR));
    }

    private String needed(String name) throws NoMessageException {
        String text = text(name);
        if (text == null) {
            throw new NoMessageException("member missing: " + name);
        }
        return text;
    }

    private @Nullable String text(String name) throws NoMessageException {
        if (unreadable.contains(name)) {
            throw new NoMessageException("member is neither text nor number: " + name);
        }
        return texts.get(name);
    }

    private @Nullable Long number(String name) throws NoMessageException {
        String text = text(name);
        return text == null ? null : wholeNumber(name, text);
    }

    /** A number without what it has behind the point. */
    static long wholeNumber(String name, String text) throws NoMessageException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            // It may have a point or an exponent.
        }
        try {
            BigDecimal number = new BigDecimal(text);
            if ((long) number.precision() - number.scale() <= LONG_DIGITS) {
                return number.toBigInteger().longValueExact();
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // Said below.
        }
        throw new NoMessageException("member is no number of 64 bits: " + name);
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
