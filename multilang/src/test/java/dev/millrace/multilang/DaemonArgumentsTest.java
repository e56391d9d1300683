package dev.millrace.multilang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DaemonArgumentsTest {

    @Test
    void fileIsNamedWithTheOptionOrWithout() {
        DaemonArguments wanted = new DaemonArguments("a.properties", null, null);
        assertThat(DaemonArguments.parse("a.properties")).isEqualTo(wanted);
        assertThat(DaemonArguments.parse("-p", "a.properties")).isEqualTo(wanted);
        assertThat(DaemonArguments.parse("--properties-file", "a.properties")).isEqualTo(wanted);
        assertThat(DaemonArguments.parse("--properties-file=a.properties")).isEqualTo(wanted);
        assertThat(DaemonArguments.parse("-p", "a.properties", "-l", "log.xml"))
                .isEqualTo(new DaemonArguments("a.properties", "log.xml", null));
        assertThat(DaemonArguments.parse("--log-configuration", "log.xml", "a.properties")
                        .logConfiguration())
                .isEqualTo("log.xml");
    }

    @Test
    void optionWinsOverTheOther() {
        DaemonArguments read = DaemonArguments.parse("b.properties", "-p", "a.properties");
        assertThat(read.propertiesFile()).isEqualTo("a.properties");
        assertThat(read.warning()).contains("b.properties");
    }

    @Test
    void whatIsNoCommandLineIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(DaemonArguments::parse);
        assertThatIllegalArgumentException().isThrownBy(() -> DaemonArguments.parse("a", "b"));
        assertThatIllegalArgumentException().isThrownBy(() -> DaemonArguments.parse("-p"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DaemonArguments.parse("-q", "a"))
                .withMessageContaining("unknown option: -q");
    }

    @Test
    void mistakesEndWithOneAndAMessage() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream to = new PrintStream(err, true, StandardCharsets.UTF_8);
        assertThat(MultiLangDaemon.run(to, to, "-p", "/no/such.properties")).isEqualTo(1);
        assertThat(MultiLangDaemon.run(to, to, "-l", "/no/such.xml", "a.properties"))
                .isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("file cannot be read: /no/such.properties")
                .contains("log configuration cannot be read: /no/such.xml");
    }
}
