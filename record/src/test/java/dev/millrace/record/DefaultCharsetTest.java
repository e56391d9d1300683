package dev.millrace.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The Java aggregator's sizes hang on the default charset. It is fixed when a process starts: so this starts one. */
class DefaultCharsetTest {

    private static final String TEXT = "\u00E9\u6771\uD83D\uDE00";

    /**
     * Prints the default charset, an aggregate in hexadecimal digits, and whether its text came back. On its class path
     * are only our own classes.
     */
    static final class OtherProcess {
        public static void main(String... arguments) {
            AggregatedRecord record = aggregate();
            Deaggregation read = RecordDeaggregator.create().deaggregate(record.data());
            StoredUserRecord first =
                    ((Deaggregation.Aggregated) read).userRecords().get(0);
            System.out.println(Charset.defaultCharset());
            System.out.println(hex(record));
            System.out.println(first.toUserRecord().equals(UserRecord.of(TEXT, TEXT)));
        }
    }

    @Test
    void defaultCharsetChangesNothing() throws IOException, InterruptedException, URISyntaxException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dfile.encoding=ISO-8859-1",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        folderOf(AggregatedRecord.class) + File.pathSeparator + folderOf(OtherProcess.class),
                        OtherProcess.class.getName())
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(output.lines()).containsExactly("ISO-8859-1", hex(aggregate()), "true");
        } finally {
            process.destroyForcibly();
        }
    }

    private static AggregatedRecord aggregate() {
        RecordAggregator aggregator = RecordAggregator.create();
        aggregator.addUserRecord(TEXT, TEXT);
        aggregator.addUserRecord(TEXT + TEXT, HashKey.ofPartitionKey(TEXT), TEXT);
        return aggregator.clearAndGet().get(0);
    }

    private static String hex(AggregatedRecord record) {
        byte[] bytes = new byte[record.data().remaining()];
        record.data().get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static Path folderOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
