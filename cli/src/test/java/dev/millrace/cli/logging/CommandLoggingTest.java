package dev.millrace.cli.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import java.util.Objects;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommandLoggingTest {

    private static final String FILE = "logback.configurationFile";
    private static final String LEVEL = "millrace.log.level";

    private final LoggerContext context = new LoggerContext();

    @AfterEach
    void end() {
        System.clearProperty(FILE);
        System.clearProperty(LEVEL);
        context.stop();
    }

    @Test
    void warningsGoToStandardErrorAndTheSdkSaysNoMore() {
        assertThat(configure()).isEqualTo(Configurator.ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);

        assertThat(context.getLogger("dev.millrace").getEffectiveLevel()).isEqualTo(Level.WARN);
        assertThat(context.getLogger("io.netty.channel").getEffectiveLevel()).isEqualTo(Level.ERROR);
        assertThat(context.getLogger("ROOT").getAppender("STDERR")).isNotNull();
        assertThat(Objects.requireNonNull(context.getLogger("ROOT").getAppender("STDERR"))
                        .isStarted())
                .isTrue();
    }

    @Test
    void levelIsAProperty() {
        System.setProperty(LEVEL, "INFO");

        configure();

        assertThat(context.getLogger("dev.millrace").getEffectiveLevel()).isEqualTo(Level.INFO);
        assertThat(context.getLogger("software.amazon").getEffectiveLevel()).isEqualTo(Level.WARN);
    }

    @Test
    void fileOfTheUsersComesFirst() {
        System.setProperty(FILE, "mine.xml");

        assertThat(configure()).isEqualTo(Configurator.ExecutionStatus.INVOKE_NEXT_IF_ANY);
        assertThat(context.getLogger("ROOT").getAppender("STDERR")).isNull();
    }

    @Test
    void logbackFindsIt() {
        assertThat(ServiceLoader.load(Configurator.class)).anyMatch(CommandLogging.class::isInstance);
    }

    private Configurator.ExecutionStatus configure() {
        CommandLogging logging = new CommandLogging();
        logging.setContext(context);
        return logging.configure(context);
    }
}
