package dev.millrace.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The record module's test vectors as seeds: whole, and without their frames. See the README beside them. */
final class Vectors {

    private static final Path FOLDER = Path.of("..", "record", "src", "test", "resources", "vectors");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The fuzzer makes nothing longer by itself. */
    private static final int MAX_SEED_LENGTH = 4096;

    private Vectors() {}

    static Stream<byte[]> seeds() throws IOException {
        List<byte[]> records = new ArrayList<>();
        read("malformed.jsonl.gz", records);
        read("aggregates.jsonl.gz", records);
        return records.stream()
                .filter(record -> record.length <= MAX_SEED_LENGTH)
                .flatMap(record -> Stream.of(record, withoutFrame(record)));
    }

    private static byte[] withoutFrame(byte[] record) {
        int end = Math.max(record.length - Frame.DIGEST_LENGTH, 0);
        return Arrays.copyOfRange(record, Math.min(Frame.MAGIC_LENGTH, end), end);
    }

    private static void read(String file, List<byte[]> records) throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(FOLDER.resolve(file))), StandardCharsets.US_ASCII))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                JsonNode data = JSON.readTree(line).required("data");
                records.add(data.binaryValue());
            }
        }
    }
}
