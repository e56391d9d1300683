package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

    @ParameterizedTest
    @ValueSource(strings = {"quickstart", "local", "words", "put", "tail", "daemon", "inspect", "aggregate"})
    void helpOfEveryCommandHasAnExample(String name) {
        Command help = Command.run(name, "--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("Usage: millrace " + name, "Example: ", "millrace " + name);
        assertThat(help.out().lines()).allMatch(line -> line.length() <= 100);
        assertThat(help.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "replay"})
    void helpOfDeliveryStreamsHasAnExample(String name) {
        Command help = Command.run("firehose", name, "--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("Usage: millrace firehose " + name, "Example: ", "millrace firehose " + name);
        assertThat(help.out().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void everyCommandIsInTheHelpAndInTheTestAboveThis() {
        Command help = Command.run("--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("Begin with: millrace quickstart");
        assertThat(Main.commandLine().getSubcommands())
                .containsOnlyKeys(
                        "quickstart",
                        "local",
                        "words",
                        "put",
                        "tail",
                        "consume",
                        "daemon",
                        "helper",
                        "workers",
                        "checkpoints",
                        "inspect",
                        "aggregate",
                        "lambda",
                        "firehose");
        assertThat(help.out())
                .contains(Main.commandLine().getSubcommands().keySet().toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quickstart",
                "local",
                "words --stream s",
                "put --stream s",
                "tail --stream s",
                "consume --stream s",
                "daemon",
                "helper --print_classpath",
                "workers",
                "checkpoints",
                "inspect",
                "aggregate",
                "lambda package --handler h --jar j",
                "lambda invoke --zip z --event e",
                "lambda map --stream s --zip z --checkpoints c",
                "firehose prefix p",
                "firehose run -s s --state t --folder f",
                "firehose replay -s s f"
            })
    void unknownOptionEndsWithTwoAndNamesIt(String call) {
        Command run = Command.run((call + " --no-such-option").split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--no-such-option");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void unknownCommandEndsWithTwo() {
        Command run = Command.run("quickstrat");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("quickstrat").contains("quickstart");
    }

    @Test
    void withoutCommandTheUsageIsShown() {
        Command run = Command.run();

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("Say what to do.", "Usage: millrace", "quickstart");
    }

    @Test
    void versionIsSaid() {
        Command run = Command.run("--version");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("millrace 0.1.0");
    }

    @Test
    void stackTraceIsShownOnlyOnRequest() {
        Command quiet = Command.run("inspect", "no/such/file");
        Command verbose = Command.run("inspect", "--verbose", "no/such/file");

        assertThat(quiet.exitCode()).isEqualTo(2);
        assertThat(quiet.err()).isEqualTo("millrace: file does not exist: no/such/file" + System.lineSeparator());
        assertThat(verbose.exitCode()).isEqualTo(2);
        assertThat(verbose.err()).contains("BadInputException", "\tat ", "millrace: file does not exist");
    }
}
