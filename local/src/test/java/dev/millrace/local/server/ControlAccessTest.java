package dev.millrace.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ControlAccessTest {

    private static final String TOKEN = "0123456789abcdef";

    @Test
    void anyValueIsEnoughWhereThereIsNoToken() {
        ControlAccess access = ControlAccess.byAnyValue();
        assertThat(access.allows("1")).isTrue();
        assertThat(access.allows("")).isTrue();
        assertThat(access.allows(null)).isFalse();
        assertThat(access.refusal()).isEqualTo("The header X-Millrace-Control is missing.");
    }

    @Test
    void onlyTheTokenIsEnoughWhereThereIsOne() {
        ControlAccess access = ControlAccess.byToken(TOKEN);
        assertThat(access.allows(TOKEN)).isTrue();
        for (String other : List.of("", "1", TOKEN + "0", TOKEN.substring(1), "0123456789abcdeF", " " + TOKEN)) {
            assertThat(access.allows(other)).as(other).isFalse();
        }
        assertThat(access.allows(null)).isFalse();
        assertThat(access.refusal()).doesNotContain(TOKEN);
    }

    @Test
    void aTokenThatCouldBeGuessedOrCannotBeSentIsRefusedAndNotShown() {
        for (String token :
                List.of("", "short", "fifteen letters", "sixteen letters!", "0123456789abcdé", "x".repeat(257))) {
            assertThatThrownBy(() -> ControlAccess.byToken(token))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("control token not allowed: characters=" + token.length()
                            + " (16 to 256 of visible ASCII)");
        }
    }

    @Test
    void randomTokensAreTokensAndNeverTheSame() {
        Set<String> tokens = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            tokens.add(ControlAccess.checked(ControlAccess.randomToken()));
        }
        assertThat(tokens).hasSize(100).allMatch(token -> token.length() == 32);
    }
}
