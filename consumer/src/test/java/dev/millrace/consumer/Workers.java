package dev.millrace.consumer;

import java.time.Duration;

/** Workers as tests want them: they read without pauses. */
final class Workers {

    private Workers() {}

    static SingleProcessWorker.Builder builder(TestStream stream, Recorder recorder) {
        return SingleProcessWorker.builder(stream.client(), stream.name(), recorder)
                .pollInterval(Duration.ofMillis(5))
                .threads(4);
    }
}
