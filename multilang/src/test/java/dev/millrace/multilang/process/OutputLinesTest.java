package dev.millrace.multilang.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputLinesTest {

    private static List<String> lines(String text) throws IOException {
        List<String> lines = new ArrayList<>();
        OutputLines.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), lines::add);
        return lines;
    }

    @Test
    void linesEndWithAnyLineEndAndWithTheStream() throws IOException {
        assertThat(lines("a\nb\r\n\n\rç")).containsExactly("a", "b", "ç");
        assertThat(lines("")).isEmpty();
    }

    @Test
    void restOfALongLineIsLeftOut() throws IOException {
        String most = "x".repeat(OutputLines.MAX_LINE_BYTES);
        assertThat(lines(most + "\n" + most + "yyy\nz")).containsExactly(most, most + "...", "z");
    }

    @Test
    void onlySoManyLinesMayGoInASecond() {
        long[] now = {5};
        LineAllowance allowance = new LineAllowance(() -> now[0]);
        for (int i = 0; i < LineAllowance.LINES; i++) {
            assertThat(allowance.take()).isTrue();
        }
        assertThat(allowance.take()).isFalse();
        assertThat(allowance.take()).isFalse();
        now[0] += 20_000_000;
        assertThat(allowance.take()).isTrue();
        assertThat(allowance.take()).isTrue();
        assertThat(allowance.take()).isFalse();
        assertThat(allowance.takeLeftOut()).isEqualTo(3);
        assertThat(allowance.takeLeftOut()).isZero();
    }

    @Test
    void programIsWordsBetweenBlanks() {
        assertThat(Program.parse("  sh  -c  a\"b ").words()).containsExactly("sh", "-c", "a\"b");
        assertThat(Program.parse("sh").isThere()).isTrue();
        assertThat(Program.parse("/no/such/program").isThere()).isFalse();
        assertThat(Program.parse("no-such-program-anywhere").isThere()).isFalse();
    }
}
