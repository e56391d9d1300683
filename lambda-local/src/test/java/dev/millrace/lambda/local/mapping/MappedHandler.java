package dev.millrace.lambda.local.mapping;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

/** A function that needs nothing else, does what its records say and writes down the others. */
public final class MappedHandler {

    private static boolean named;

    public Map<String, Object> handle(Map<String, Object> event) throws IOException, InterruptedException {
        List<String> texts = new ArrayList<>();
        for (Object record : (List<?>) member(event, "Records")) {
            Map<?, ?> kinesis = (Map<?, ?>) member((Map<?, ?>) record, "kinesis");
            String text = new String(
                    Base64.getDecoder().decode(member(kinesis, "data").toString()), StandardCharsets.UTF_8);
            if (text.equals("name") && !named) {
                named = true;
                write(texts);
                return Map.of(
                        "batchItemFailures",
                        List.of(Map.of(
                                "itemIdentifier",
                                member(kinesis, "sequenceNumber").toString())));
            }
            if (text.equals("hang")) {
                new CountDownLatch(1).await();
            }
            if (text.equals("exit")) {
                Runtime.getRuntime().halt(3);
            }
            if (text.equals("throw")) {
                throw new IllegalStateException("made up");
            }
            texts.add(text);
        }
        write(texts);
        return Map.of("batchItemFailures", List.of());
    }

    private static Object member(Map<?, ?> map, String name) {
        return Objects.requireNonNull(map.get(name), name);
    }

    private static void write(List<String> texts) throws IOException {
        Files.write(
                Path.of(System.getenv("SEEN"), "seen"), texts, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
