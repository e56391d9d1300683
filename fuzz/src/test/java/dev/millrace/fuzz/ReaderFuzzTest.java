package dev.millrace.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The targets of the fuzzer. {@code verify} runs them once over their seeds; the profile {@code long} lets the fuzzer
 * look for more, one target in each process. What it finds is written to this class's folder of inputs among the test
 * resources, and from then on belongs to the seeds.
 */
class ReaderFuzzTest {

    /** The bytes as they are, and as a message in a good frame, so that the digest is no wall to the fuzzer. */
    @MethodSource
    @FuzzTest
    void anyBytes(byte[] bytes) {
        ReaderProperties.check(bytes);
        ReaderProperties.check(Frame.around(bytes));
    }

    static Stream<byte[]> anyBytes() throws IOException {
        return Vectors.seeds();
    }

    /** A message put together from fields, most of them well formed. */
    @FuzzTest
    void anyFields(FuzzedDataProvider choices) {
        ReaderProperties.check(Frame.around(new MessageMaker(choices).message()));
    }
}
