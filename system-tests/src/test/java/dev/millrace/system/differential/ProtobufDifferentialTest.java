package dev.millrace.system.differential;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.millrace.record.AggregatedRecord;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against protobuf-java with the published schema. */
class ProtobufDifferentialTest {

    private int corrupt;
    private int readable;

    @Test
    void whatIsWrittenHereReadsThereAsItWasPut() {
        Seeds.differentialRounds(random -> {
            WrittenAggregates written = WrittenAggregates.random(random);
            List<Integer> numbers = new ArrayList<>();
            for (AggregatedRecord aggregate : written.aggregates()) {
                List<ReadRecord> read = ProtobufReader.userRecords(Frame.message(aggregate.data()));
                assertThat(read).isNotNull().hasSize(aggregate.userRecordCount());
                assertThat(read).isEqualTo(written.expected(aggregate, read));
                List<Integer> numbersOfOne =
                        read.stream().map(WrittenAggregates::number).toList();
                assertThat(numbersOfOne).isSorted();
                numbers.addAll(numbersOfOne);
            }
            assertThat(numbers)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, written.userRecords().size())
                                    .boxed()
                                    .toList());
        });
    }

    @Test
    void whatIsWrittenHereHasTheSameBytesWhenWrittenThere() {
        Seeds.differentialRounds(random -> {
            for (AggregatedRecord aggregate : WrittenAggregates.random(random).aggregates()) {
                byte[] message = Frame.message(aggregate.data());
                assertThat(writtenThere(message)).isEqualTo(message);
            }
        });
    }

    @Test
    void whatIsWrittenThereReadsHereAsItWasMeant() {
        Seeds.differentialRounds(random -> {
            RandomMessage message = RandomMessage.sound(random);
            assertThat(ProtobufReader.userRecords(message.bytes())).isEqualTo(message.userRecords());
            assertThat(MillraceReader.userRecords(message.bytes())).isEqualTo(message.userRecords());
        });
    }

    @Test
    void damagedMessagesAreReadHereAsThereOrNowhere() {
        Seeds.differentialRounds(random -> {
            byte[] damaged = damaged(random);
            if (damaged.length == 0) {
                return;
            }
            List<ReadRecord> there = ProtobufReader.userRecords(damaged);
            assertThat(MillraceReader.userRecords(NarrowedVarints.in(damaged)))
                    .as(() -> HexFormat.of().formatHex(damaged))
                    .isEqualTo(there);
            if (there == null) {
                corrupt++;
            } else {
                readable++;
            }
        });
        assertThat(corrupt).as("corrupt").isGreaterThan((corrupt + readable) / 4);
        assertThat(readable).as("readable").isGreaterThan((corrupt + readable) / 10);
    }

    private static byte[] damaged(SplittableRandom random) {
        return switch (random.nextInt(3)) {
            case 0 -> RandomMessage.faulty(random).bytes();
            case 1 -> Wounds.damaged(RandomMessage.sound(random).bytes(), random);
            default ->
                Wounds.damaged(
                        Frame.message(WrittenAggregates.random(random)
                                .aggregates()
                                .get(0)
                                .data()),
                        random);
        };
    }

    private static byte[] writtenThere(byte[] message) {
        try {
            return DynamicMessage.parseFrom(AggregateSchema.MESSAGE, message).toByteArray();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
