package dev.millrace.lambda.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Text from bytes, without replacing any. */
final class Utf8 {

    private Utf8() {}

    static String decode(ByteBuffer bytes) {
        ByteBuffer input = bytes.duplicate();
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(input)
                    .toString();
        } catch (CharacterCodingException e) {
            throw new JsonException("bytes are no UTF-8", input.position() - bytes.position());
        }
    }
}
