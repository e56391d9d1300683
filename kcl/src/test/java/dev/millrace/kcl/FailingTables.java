package dev.millrace.kcl;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.kinesis.coordinator.WorkerStateChangeListener.WorkerState;

/** A DynamoDB that fails as soon as the library begins to start. */
final class FailingTables {

    private final AtomicBoolean failing = new AtomicBoolean();
    private final DynamoDbAsyncClient client;

    FailingTables(DynamoDbAsyncClient real) {
        client = (DynamoDbAsyncClient) Proxy.newProxyInstance(
                FailingTables.class.getClassLoader(),
                new Class<?>[] {DynamoDbAsyncClient.class},
                (proxy, method, arguments) -> {
                    if (failing.get() && method.getReturnType() == CompletableFuture.class) {
                        return CompletableFuture.failedFuture(InternalServerErrorException.builder()
                                .message("of a test")
                                .build());
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    DynamoDbAsyncClient client() {
        return client;
    }

    /** Has it fail. */
    void configure(KclConfiguration configuration) {
        configuration.coordinator().workerStateChangeListener(state -> {
            if (state == WorkerState.INITIALIZING) {
                failing.set(true);
            }
        });
    }

    boolean fails() {
        return failing.get();
    }
}
