package dev.millrace.consumer.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadBudgetTest {

    private final ReadBudget budget = new ReadBudget(100, 2);
    private final List<String> begun = new ArrayList<>();

    @Test
    void readsBeyondTheLimitWaitTheirTurn() {
        read("a");
        read("b");
        read("c");
        read("d");
        assertThat(begun).containsExactly("a", "b");
        budget.readEnded();
        assertThat(begun).containsExactly("a", "b", "c");
        budget.readEnded();
        budget.readEnded();
        assertThat(begun).containsExactly("a", "b", "c", "d");
    }

    @Test
    void nothingBeginsWhileTooMuchIsHeld() {
        budget.hold(60);
        read("a");
        budget.hold(60);
        read("b");
        budget.whenRoom(() -> begun.add("pushed"));
        assertThat(begun).containsExactly("a");
        budget.release(19);
        assertThat(begun).containsExactly("a");
        budget.release(2);
        assertThat(begun).containsExactly("a", "b", "pushed");
    }

    @Test
    void oneThatIsLargerThanTheBudgetStillPasses() {
        budget.hold(1_000);
        read("a");
        budget.release(1_000);
        assertThat(begun).containsExactly("a");
    }

    private void read(String name) {
        budget.read(() -> begun.add(name));
    }
}
