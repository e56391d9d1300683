package dev.millrace.benchmarks.local;

import dev.millrace.local.LocalKinesis;
import java.util.concurrent.CountDownLatch;

/** Our service in a process of its own. */
public final class LocalServer {

    private LocalServer() {}

    public static void main(String[] arguments) throws InterruptedException {
        try (LocalKinesis kinesis =
                LocalKinesis.builder().port(Integer.parseInt(arguments[0])).start()) {
            System.out.println("serving at " + kinesis.endpoint());
            new CountDownLatch(1).await();
        }
    }
}
