package dev.millrace.benchmarks.producer;

import dev.millrace.local.LocalKinesis;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The service for both sides. Arguments: port, the file for its certificate; then a stream and its shards, any number. */
public final class TlsServer {

    private TlsServer() {}

    public static void main(String[] arguments) throws InterruptedException {
        try (LocalKinesis kinesis =
                LocalKinesis.builder().port(Integer.parseInt(arguments[0])).start()) {
            for (int i = 2; i < arguments.length; i += 2) {
                kinesis.createStream("us-east-1", arguments[i], Integer.parseInt(arguments[i + 1]));
            }
            kinesis.saveCertificate(Path.of(arguments[1]));
            new CountDownLatch(1).await();
        }
    }
}
