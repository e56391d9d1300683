package dev.millrace.lambda.local.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.lambda.local.FunctionAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A function in this process that keeps its events and answers as a script says. */
final class ScriptedFunction implements FunctionInvoker {

    /** What it answers. Called by one thread at a time. */
    @FunctionalInterface
    interface Script {
        FunctionAnswer answer(Event event) throws IOException, InterruptedException;
    }

    /** An event as a function sees it. */
    record Event(JsonNode json) {

        static Event of(byte[] bytes) throws IOException {
            return new Event(JACKSON.readTree(bytes));
        }

        List<String> texts() {
            List<String> texts = new ArrayList<>();
            for (JsonNode record : json.get("Records")) {
                try {
                    texts.add(new String(record.at("/kinesis/data").binaryValue(), StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return texts;
        }

        /** Of the record with this index. */
        String sequenceNumber(int index) {
            return json.get("Records").get(index).at("/kinesis/sequenceNumber").textValue();
        }

        String key(int index) {
            return json.get("Records").get(index).at("/kinesis/partitionKey").textValue();
        }

        boolean isFinal() {
            return json.path("isFinalInvokeForWindow").booleanValue();
        }
    }

    private static final ObjectMapper JACKSON = new ObjectMapper();
    private static final long LIMIT_MILLIS = 40_000;

    private final Script script;
    private final List<Event> events = new ArrayList<>();

    ScriptedFunction(Script script) {
        this.script = script;
    }

    static FunctionAnswer done() {
        return new FunctionAnswer.Returned("{\"batchItemFailures\":[]}");
    }

    static FunctionAnswer failedAt(String sequenceNumber) {
        return new FunctionAnswer.Returned("{\"batchItemFailures\":[{\"itemIdentifier\":\"" + sequenceNumber + "\"}]}");
    }

    static FunctionAnswer thrown() {
        return new FunctionAnswer.Failed("Runtime.UserException", "made up");
    }

    @Override
    public synchronized FunctionAnswer invoke(byte[] event) throws IOException, InterruptedException {
        Event read = Event.of(event);
        events.add(read);
        notifyAll();
        return script.answer(read);
    }

    /** The texts of all events so far, an event an element. */
    synchronized List<List<String>> texts() {
        return events.stream().map(Event::texts).toList();
    }

    /** Waits until the events so far are as wanted. */
    synchronized List<Event> await(Predicate<List<Event>> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT_MILLIS * 1_000_000;
        while (!wanted.test(events)) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("not as wanted in time: " + texts());
            }
            wait(left);
        }
        return List.copyOf(events);
    }

    List<Event> awaitCount(int count) throws InterruptedException {
        return await(all -> all.size() >= count);
    }
}
