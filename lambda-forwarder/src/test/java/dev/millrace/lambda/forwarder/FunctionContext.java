package dev.millrace.lambda.forwarder;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** The context of an invocation: how long it may take, and what it logs. */
final class FunctionContext {

    private final StringBuilder log = new StringBuilder();
    private final long endNanos;

    FunctionContext(long millis) {
        this.endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    String log() {
        return log.toString();
    }

    /** What the function is given. */
    Context context() {
        LambdaLogger logger = new LambdaLogger() {
            @Override
            public void log(String message) {
                log.append(message);
            }

            @Override
            public void log(byte[] message) {
                log.append(new String(message, StandardCharsets.UTF_8));
            }
        };
        return (Context) Proxy.newProxyInstance(
                Context.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getLogger" -> logger;
                    case "getRemainingTimeInMillis" ->
                        (int) TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
