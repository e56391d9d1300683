package dev.millrace.processor.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.processor.ReadEvent;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An event whose thread has found the shard just before another one ends it. */
class HeldShardTest {

    private static final ReadEvent READ = new ReadEvent("s", "a", 1, 10, 5_000, Duration.ZERO, null);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ErrorNames errors = new ErrorNames(10);
    private final EventMeters others = new EventMeters(registry, Tags.of("shard", "none"), errors);
    private final Tags own = Tags.of("shard", "a");
    private final HeldShard shard = new HeldShard(registry, own, new EventMeters(registry, own, errors));

    @Test
    void eventOfAShardThatIsHeldIsCountedInItsOwnMeters() {
        shard.read(READ);
        shard.count(others, meters -> meters.read(READ));

        assertThat(registry.get(HeldShard.LAG).tags(own).gauge().value()).isEqualTo(5_000);
        assertThat(reads("a")).isEqualTo(1);
    }

    @Test
    void eventThatComesTooLateMakesNoMeterOfTheShardAgain() {
        assertThat(shard.released()).isTrue();
        shard.read(READ);
        shard.count(others, meters -> meters.read(READ));

        assertThat(registry.getMeters())
                .extracting(meter -> meter.getId().getTag("shard"))
                .containsOnly("none");
        assertThat(reads("none")).isEqualTo(1);
    }

    private long reads(String shard) {
        return registry.get("millrace.processor.read")
                .tags("shard", shard)
                .timer()
                .count();
    }
}
