package dev.millrace.cli.put;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LineBufferTest {

    private final List<Line> lines = new ArrayList<>();

    @Test
    void endsOfLinesAreNoPartOfThem() {
        LineBuffer buffer = new LineBuffer(100, 0, 0);
        add(buffer, "a\r\n\n\rb\r\r\nc");

        assertThat(texts()).containsExactly("a", "", "\rb\r");
        assertThat(lines).extracting(Line::end).containsExactly(3L, 4L, 9L);
        assertThat(lines).extracting(Line::number).containsExactly(1L, 2L, 3L);

        buffer.end(lines::add);
        assertThat(texts()).endsWith("c");
        assertThat(lines.get(3).end()).isEqualTo(10);
    }

    @Test
    void lineThatIsTooLongIsOnlyMeasured() {
        LineBuffer buffer = new LineBuffer(4, 7, 1000);
        add(buffer, "12345\n1234\r\n1234\n");

        assertThat(lines).extracting(Line::length).containsExactly(5L, 4L, 4L);
        assertThat(lines.get(0).data()).isNull();
        assertThat(lines.get(0).number()).isEqualTo(8);
        assertThat(lines.get(0).end()).isEqualTo(1006);
        assertThat(lines.get(1).data()).isEqualTo("1234".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void itDoesNotMatterHowTheBytesCome() {
        long seed = Long.getLong("millrace.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        byte[] bytes = new byte[5_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) "\r\nabc\u00ff".charAt(random.nextInt(6));
        }
        LineBuffer whole = new LineBuffer(3, 0, 0);
        whole.add(bytes, bytes.length, lines::add);
        whole.end(lines::add);
        List<Line> expected = List.copyOf(lines);
        lines.clear();

        LineBuffer parts = new LineBuffer(3, 0, 0);
        for (int from = 0; from < bytes.length; ) {
            int to = Math.min(bytes.length, from + 1 + random.nextInt(20));
            byte[] part = Arrays.copyOfRange(bytes, from, to);
            parts.add(part, part.length, lines::add);
            from = to;
        }
        parts.end(lines::add);

        assertThat(lines)
                .as("seed=%d", seed)
                .usingRecursiveFieldByFieldElementComparator()
                .isEqualTo(expected);
    }

    private void add(LineBuffer buffer, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        buffer.add(bytes, bytes.length, lines::add);
    }

    private List<String> texts() {
        return lines.stream()
                .map(line -> new String(line.data(), StandardCharsets.ISO_8859_1))
                .toList();
    }
}
