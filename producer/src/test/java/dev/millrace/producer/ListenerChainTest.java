package dev.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenerChainTest {

    private final List<String> told = new ArrayList<>();

    @Test
    void allAreToldInTheirOrderAlsoBehindOneThatFails() {
        ProducerListener chain =
                ProducerListener.all(List.of(listener("a", false), listener("b", true), listener("c", true)));

        assertThatThrownBy(() -> chain.userRecordAccepted("words", 7))
                .hasMessage("b")
                .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));

        assertThat(told).containsExactly("a words 7", "b words 7", "c words 7");
    }

    private ProducerListener listener(String name, boolean failing) {
        return new ProducerListener() {
            @Override
            public void userRecordAccepted(String stream, int dataBytes) {
                told.add(name + " " + stream + " " + dataBytes);
                if (failing) {
                    throw new IllegalStateException(name);
                }
            }
        };
    }
}
