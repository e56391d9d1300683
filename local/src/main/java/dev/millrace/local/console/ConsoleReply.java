package dev.millrace.local.console;

import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Codec;
import dev.millrace.local.wire.ServiceException;
import java.util.Map;

/**
 * What the console answers.
 *
 * @param status HTTP status
 * @param contentType of the body
 * @param body the bytes
 */
@SuppressWarnings("ArrayRecordComponent") // Sent as it is, and compared with no other.
public record ConsoleReply(int status, String contentType, byte[] body) {

    private static final String JSON = "application/json";

    static ConsoleReply json(Map<String, Object> members) {
        return json(200, members);
    }

    /** An error as the page shows it: name and text are the API's own. */
    public static ConsoleReply error(int status, String name, String text) {
        return json(
                status,
                Answer.create().with("error", name).with("message", text).members());
    }

    static ConsoleReply error(ServiceException error) {
        int status = error.name().equals("ResourceNotFoundException") ? 404 : error.status();
        String text = error.text();
        return error(status, error.name(), text == null ? "" : text);
    }

    private static ConsoleReply json(int status, Map<String, Object> members) {
        return new ConsoleReply(status, JSON, Codec.JSON.write(members));
    }
}
