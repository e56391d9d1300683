package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.wire.Codec;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Calls of operations and members that the SDK does not know, in both encodings, written without the service's codec. */
enum RawForm {
    JSON(Codec.JSON, RawHttp.JSON) {
        @Override
        byte[] encode(Map<String, ?> members) {
            return json(members).getBytes(StandardCharsets.UTF_8);
        }
    },
    CBOR(Codec.CBOR, RawHttp.CBOR) {
        @Override
        byte[] encode(Map<String, ?> members) {
            CborBytes bytes = new CborBytes();
            cbor(members, bytes);
            return bytes.bytes();
        }
    };

    private final Codec codec;
    private final String contentType;

    RawForm(Codec codec, String contentType) {
        this.codec = codec;
        this.contentType = contentType;
    }

    abstract byte[] encode(Map<String, ?> members);

    /** Calls, and gives what was answered; empty if the answer has no body. */
    Map<String, Object> call(RawHttp http, String operation, Map<String, ?> members) {
        HttpResponse<byte[]> response = http.call(contentType, operation, encode(members));
        assertThat(response.statusCode()).as(() -> RawHttp.text(response)).isEqualTo(200);
        return decode(response);
    }

    /**
     * Any answer.
     *
     * @param status HTTP status
     * @param members of its body, none if it has none
     */
    record Reply(int status, Map<String, Object> members) {

        /** The error's name; null if it is none. */
        @Nullable
        String error() {
            return (String) members.get("__type");
        }
    }

    /** Calls, and gives any answer. */
    Reply attempt(RawHttp http, String operation, Map<String, ?> members) {
        HttpResponse<byte[]> response = http.call(contentType, operation, encode(members));
        return new Reply(response.statusCode(), decode(response));
    }

    /** Calls, and gives the answer, which must be no error, as soon as it has begun. */
    HttpResponse<InputStream> open(RawHttp http, String operation, Map<String, ?> members) {
        HttpResponse<InputStream> response = http.open(contentType, operation, encode(members));
        assertThat(response.statusCode()).isEqualTo(200);
        return response;
    }

    /** Calls, and gives the error's name and text. */
    String error(RawHttp http, String operation, Map<String, ?> members) {
        HttpResponse<byte[]> response = http.call(contentType, operation, encode(members));
        assertThat(response.statusCode()).isEqualTo(400);
        Map<String, Object> error = decode(response);
        return error.get("__type") + ": " + error.get("message");
    }

    /** A structure of an answer, which must have it. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Map<String, Object> answer, String name) {
        return (Map<String, Object>) Objects.requireNonNull(answer.get(name), name);
    }

    /** A list of structures of an answer, which must have it. */
    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> list(Map<String, Object> answer, String name) {
        return (List<Map<String, Object>>) Objects.requireNonNull(answer.get(name), name);
    }

    static String text(Map<String, Object> answer, String name) {
        return (String) Objects.requireNonNull(answer.get(name), name);
    }

    private Map<String, Object> decode(HttpResponse<byte[]> response) {
        assertThat(RawHttp.header(response, "Content-Type")).isEqualTo(contentType);
        return response.body().length == 0
                ? Map.of()
                : Objects.requireNonNull(codec.read(ByteBuffer.wrap(response.body())), "an answer that can be read");
    }

    private static String json(Object value) {
        if (value instanceof Map<?, ?> members) {
            return members.entrySet().stream()
                    .map(member -> json(member.getKey()) + ":" + json(member.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof List<?> elements) {
            return elements.stream().map(RawForm::json).collect(Collectors.joining(",", "[", "]"));
        }
        if (value instanceof byte[] data) {
            return json(Base64.getEncoder().encodeToString(data));
        }
        return value instanceof String ? '"' + value.toString() + '"' : value.toString();
    }

    private static void cbor(Object value, CborBytes bytes) {
        if (value instanceof Map<?, ?> members) {
            bytes.map();
            members.forEach((name, member) -> {
                bytes.text(name.toString());
                cbor(member, bytes);
            });
            bytes.end();
        } else if (value instanceof List<?> elements) {
            bytes.list();
            elements.forEach(element -> cbor(element, bytes));
            bytes.end();
        } else if (value instanceof byte[] data) {
            bytes.blob(data);
        } else if (value instanceof Boolean flag) {
            bytes.raw(flag ? 0xF5 : 0xF4);
        } else if (value instanceof Integer number) {
            bytes.integer(number);
        } else {
            bytes.text(value.toString());
        }
    }
}
