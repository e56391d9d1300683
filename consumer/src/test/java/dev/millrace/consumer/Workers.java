package dev.millrace.consumer;

import java.time.Duration;

/** Workers as tests want them: they read without pauses. */
final class Workers {

    private Workers() {}

    static SingleProcessWorkerBuilder builder(TestStream stream, Recorder recorder) {
        return SingleProcessWorker.builder(stream.client(), stream.name(), recorder)
                .pollInterval(Duration.ofMillis(5))
                .idlePollInterval(Duration.ZERO)
                .bytesPerSecond(Long.MAX_VALUE)
                .threads(4);
    }
}
