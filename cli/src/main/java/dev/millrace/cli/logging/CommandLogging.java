package dev.millrace.cli.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * What the command logs to standard error, unless {@code logback.configurationFile} names a file. It is said in Java since the same
 * in a file takes a sixth of the time that a start takes. The levels are those of {@code millrace.log.level} and
 * {@code millrace.sdk.log.level}, by default WARN.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_TOP_PRIORITY)
public final class CommandLogging extends ContextAwareBase implements Configurator {

    private static final String PATTERN = "%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg%n%ex{short}";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty("logback.configurationFile") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        // Repeats as warnings what the SDK reports as the error of the call.
        context.getLogger("io.netty").setLevel(Level.ERROR);
        // Complains of connections that are still open when a client of a silent service is closed.
        context.getLogger("software.amazon.awssdk.http.nio.netty.internal").setLevel(Level.OFF);
        context.getLogger("software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient")
                .setLevel(Level.OFF);
        // Say at INFO what each of their many parts does.
        context.getLogger("software.amazon").setLevel(level("millrace.sdk.log.level"));
        // Warn at every start, of what is as it should be.
        context.getLogger("software.amazon.kinesis.worker.WorkerMetricsSelector")
                .setLevel(Level.ERROR);
        context.getLogger("software.amazon.kinesis.coordinator.assignment.LeaseAssignmentManager")
                .setLevel(Level.ERROR);
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(level("millrace.log.level"));
        root.addAppender(standardError(context));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static Level level(String property) {
        return Level.toLevel(System.getProperty(property), Level.WARN);
    }

    private static ConsoleAppender<ILoggingEvent> standardError(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setName("STDERR");
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }
}
