package dev.millrace.cli.io;

import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;

/**
 * The threads of this process's HTTP clients. They end with the process, so that closing a client does not take the
 * seconds of quiet that a thread pool of its own would wait for.
 */
public final class HttpThreads {

    private static final SdkEventLoopGroup THREADS =
            SdkEventLoopGroup.builder().threadFactory(HttpThreads::daemon).build();

    private HttpThreads() {}

    /** An HTTP client with all defaults, on these threads. */
    public static NettyNioAsyncHttpClient.Builder httpClient() {
        return NettyNioAsyncHttpClient.builder().eventLoopGroup(THREADS);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "millrace-http");
        thread.setDaemon(true);
        return thread;
    }
}
