package dev.millrace.cli.quickstart;

import dev.millrace.text.SafeText;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * How a run went.
 *
 * @param files how many files were read
 * @param userRecords words that were put
 * @param failedPuts words whose put failed
 * @param kinesisRecords Kinesis records that hold them
 * @param plainBytes what the words would be one by one, data and partition keys
 * @param storedBytes what was stored, data and partition keys
 * @param plainPayloadUnits PUT payload units of the words one by one
 * @param storedPayloadUnits PUT payload units of what was stored
 * @param inSeconds from the first put to the last answer
 * @param outSeconds from the first put to the last delivery
 * @param lost puts that were not delivered
 * @param duplicates deliveries beyond one for each put
 * @param reshards splits and merges while records flowed
 * @param words how often each word was delivered
 */
public record QuickstartReport(
        int files,
        long userRecords,
        long failedPuts,
        long kinesisRecords,
        long plainBytes,
        long storedBytes,
        long plainPayloadUnits,
        long storedPayloadUnits,
        double inSeconds,
        double outSeconds,
        long lost,
        long duplicates,
        int reshards,
        WordCounts words) {

    private static final int TOP = 10;
    private static final int BAR_LENGTH = 40;
    private static final int SHOWN_WORD_LENGTH = 24;

    /** Whether every word was delivered exactly once. */
    public boolean isExact() {
        return lost == 0 && duplicates == 0 && failedPuts == 0;
    }

    /** For programs. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("files", files);
        json.put("userRecords", userRecords);
        json.put("distinctWords", words.distinct());
        json.put("failedPuts", failedPuts);
        json.put("kinesisRecords", kinesisRecords);
        json.put("userRecordsPerKinesisRecord", perAggregate());
        json.put("bytesOneByOne", plainBytes);
        json.put("bytesStored", storedBytes);
        json.put("payloadUnitsOneByOne", plainPayloadUnits);
        json.put("payloadUnitsStored", storedPayloadUnits);
        json.put("userRecordsPerSecondIn", Math.round(rate(inSeconds)));
        json.put("userRecordsPerSecondOut", Math.round(rate(outSeconds)));
        json.put("lost", lost);
        json.put("duplicates", duplicates);
        json.put("reshards", reshards);
        return json;
    }

    /** For people. Words are made printable by the function. */
    public String toText(Function<ByteBuffer, String> printable) {
        StringBuilder text = new StringBuilder();
        line(text, "user records in", "%,d words from %,d %s", userRecords, files, files == 1 ? "file" : "files");
        line(text, "Kinesis records stored", "%,d, that is %,.0f user records in each", kinesisRecords, perAggregate());
        line(text, "bytes", "%,d instead of %,d (%s)", storedBytes, plainBytes, saved(storedBytes, plainBytes));
        line(
                text,
                "PUT payload units",
                "%,d instead of %,d (%s)",
                storedPayloadUnits,
                plainPayloadUnits,
                saved(storedPayloadUnits, plainPayloadUnits));
        line(text, "user records per second", "%,.0f in, %,.0f out", rate(inSeconds), rate(outSeconds));
        line(text, "reshards survived", "%d splits and merges while records flowed", reshards);
        line(text, "lost", "%,d", lost);
        line(text, "duplicates", "%,d", duplicates);
        if (failedPuts > 0) {
            line(text, "failed puts", "%,d", failedPuts);
        }
        text.append('\n');
        List<Map.Entry<Word, Long>> ranked = words.ranked();
        long most = ranked.isEmpty() ? 1 : ranked.get(0).getValue();
        for (Map.Entry<Word, Long> entry : ranked.subList(0, Math.min(TOP, ranked.size()))) {
            String word = printable.apply(ByteBuffer.wrap(entry.getKey().bytes()));
            String shown = word.length() <= SHOWN_WORD_LENGTH ? word : SafeText.shortened(word, SHOWN_WORD_LENGTH - 3);
            int length = (int) Math.max(1, entry.getValue() * BAR_LENGTH / most);
            text.append(String.format(Locale.ROOT, "  %24s %,11d %s%n", shown, entry.getValue(), "█".repeat(length)));
        }
        text.append('\n');
        text.append(
                isExact()
                        ? "Every user record was delivered exactly once."
                        : "NOT every user record was delivered exactly once.");
        return text.append('\n').toString();
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation is in a library that nothing else needs
    private static void line(StringBuilder text, String name, String format, Object... values) {
        text.append(String.format(Locale.ROOT, "  %-24s ", name))
                .append(String.format(Locale.ROOT, format, values))
                .append('\n');
    }

    private static String saved(long now, long before) {
        double percent = before == 0 ? 0 : 100.0 * (before - now) / before;
        String direction = percent < 0 ? "more" : "saved";
        return String.format(Locale.ROOT, "%.1f %% %s", Math.abs(percent), direction);
    }

    private double perAggregate() {
        return kinesisRecords == 0 ? 0 : (double) userRecords / kinesisRecords;
    }

    private double rate(double seconds) {
        return seconds <= 0 ? 0 : userRecords / seconds;
    }
}
