package dev.millrace.local.console;

import dev.millrace.local.wire.Answer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The beginning of a payload: as text if it is UTF-8, otherwise in hex. What it says is for the page to make safe. */
final class Preview {

    private Preview() {}

    /**
     * Members {@code length} of all bytes, {@code text} or {@code hex} of the first, and {@code cut} if there are more.
     *
     * @param data left alone
     * @param mostBytes so many are looked at
     */
    static Answer of(ByteBuffer data, int mostBytes) {
        int length = data.remaining();
        boolean cut = length > mostBytes;
        ByteBuffer head = data.slice(data.position(), Math.min(length, mostBytes));
        Answer answer = Answer.create().with("length", length).with("cut", cut ? true : null);
        CharBuffer text = CharBuffer.allocate(head.remaining());
        return isText(head.duplicate(), text, cut)
                ? answer.with("text", text.flip().toString())
                : answer.with("hex", hex(head));
    }

    private static boolean isText(ByteBuffer bytes, CharBuffer text, boolean cut) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        // Where bytes were cut off, the last character may be incomplete.
        CoderResult result = decoder.decode(bytes, text, !cut);
        return !result.isError() && isMostlyPrintable(text.duplicate().flip());
    }

    /** Counters and such are UTF-8 by chance: bytes of which many are control characters are better read in hex. */
    private static boolean isMostlyPrintable(CharBuffer text) {
        long controls = text.chars()
                .filter(c -> Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t')
                .count();
        return controls * 10 <= text.length();
    }

    private static String hex(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return HexFormat.of().formatHex(copy);
    }
}
