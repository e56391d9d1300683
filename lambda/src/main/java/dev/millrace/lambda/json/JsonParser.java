package dev.millrace.lambda.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one value, strictly. */
final class JsonParser {

    private static final int MAX_NUMBER_CHARACTERS = 1000;
    private static final int MAX_DIGITS_OF_LONG = 18;

    private final String text;
    private int position;

    JsonParser(String text) {
        this.text = text;
    }

    @Nullable
    Object read() {
        Object value = value(0);
        skipBlanks();
        if (position < text.length()) {
            throw wrong("something behind the value");
        }
        return value;
    }

    private @Nullable Object value(int depth) {
        if (depth > JsonWriter.MAX_DEPTH) {
            throw wrong("nested too deep, max " + JsonWriter.MAX_DEPTH);
        }
        skipBlanks();
        char c = peek();
        return switch (c) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> object(int depth) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        position++;
        if (next('}')) {
            return members;
        }
        do {
            skipBlanks();
            if (peek() != '"') {
                throw wrong("a member without a name");
            }
            String name = string();
            if (!next(':')) {
                throw wrong("no colon behind a name");
            }
            if (members.containsKey(name)) {
                throw wrong("a member twice");
            }
            members.put(name, value(depth + 1));
        } while (next(','));
        if (!next('}')) {
            throw wrong("an object without an end");
        }
        return members;
    }

    private List<@Nullable Object> array(int depth) {
        List<@Nullable Object> elements = new ArrayList<>();
        position++;
        if (next(']')) {
            return elements;
        }
        do {
            elements.add(value(depth + 1));
        } while (next(','));
        if (!next(']')) {
            throw wrong("an array without an end");
        }
        return elements;
    }

    private String string() {
        StringBuilder out = new StringBuilder();
        position++;
        int copied = position;
        while (true) {
            char c = peek();
            if (c == '"') {
                out.append(text, copied, position++);
                return out.toString();
            }
            if (c < ' ') {
                throw wrong("a control character in a string");
            }
            if (c == '\\') {
                out.append(text, copied, position++);
                out.append(escaped());
                copied = position;
            } else {
                position++;
            }
        }
    }

    private char escaped() {
        char c = peek();
        position++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw wrong("an unknown escape");
        };
    }

    private char unicode() {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            char c = peek();
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw wrong("a bad hexadecimal digit");
            }
            value = (value << 4) | digit;
            position++;
        }
        return (char) value;
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!text.startsWith(word, position)) {
            throw wrong("an unknown word");
        }
        position += word.length();
        return value;
    }

    private Number number() {
        int start = position;
        accept('-');
        if (!accept('0') && digits() == 0) {
            throw wrong("no value");
        }
        boolean whole = true;
        if (accept('.')) {
            whole = false;
            if (digits() == 0) {
                throw wrong("no digit behind the point");
            }
        }
        if (accept('e') || accept('E')) {
            whole = false;
            if (!accept('+')) {
                accept('-');
            }
            if (digits() == 0) {
                throw wrong("no digit in the exponent");
            }
        }
        if (position - start > MAX_NUMBER_CHARACTERS) {
            throw wrong("a number too long, max " + MAX_NUMBER_CHARACTERS + " characters");
        }
        String number = text.substring(start, position);
        if (!whole) {
            try {
                return new BigDecimal(number);
            } catch (NumberFormatException e) {
                throw wrong("an exponent out of range");
            }
        }
        if (number.length() <= MAX_DIGITS_OF_LONG) {
            return Long.valueOf(number);
        }
        BigInteger large = new BigInteger(number);
        return large.bitLength() < Long.SIZE ? large.longValue() : large;
    }

    private int digits() {
        int start = position;
        while (position < text.length() && text.charAt(position) >= '0' && text.charAt(position) <= '9') {
            position++;
        }
        return position - start;
    }

    private boolean accept(char expected) {
        if (position < text.length() && text.charAt(position) == expected) {
            position++;
            return true;
        }
        return false;
    }

    private boolean next(char expected) {
        skipBlanks();
        return accept(expected);
    }

    private void skipBlanks() {
        while (position < text.length() && " \t\n\r".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
    }

    private char peek() {
        if (position >= text.length()) {
            throw wrong("it ends too early");
        }
        return text.charAt(position);
    }

    private JsonException wrong(String reason) {
        return new JsonException(reason, position);
    }
}
