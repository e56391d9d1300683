package dev.millrace.lambda.forwarder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.lambda.forwarder.samples.Publisher;
import org.junit.jupiter.api.Test;

final class PublisherTest {

    @Test
    void everythingThatIsPublishedIsStoredWhereItBelongs() throws InterruptedException {
        try (Streams streams = new Streams()) {
            streams.create("published", 2);

            new Publisher(streams.client(), "published").publish(1_024);

            assertThat(Stored.all(streams, "published")).hasSize(1_024).allMatch(Stored::atHome);
        }
    }
}
