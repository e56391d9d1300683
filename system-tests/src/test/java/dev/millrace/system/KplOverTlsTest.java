package dev.millrace.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.LocalKinesis;
import dev.millrace.record.DeaggregatedRecord;
import dev.millrace.record.RecordDeaggregator;
import dev.millrace.system.KinesisProducerLibrary.Place;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** What the real KPL puts through TLS, trusting the service's certificate by its file, is read back by our reader. */
@EnabledOnOs({OS.LINUX, OS.MAC})
final class KplOverTlsTest {

    private static final String STREAM = "kpl";
    private static final int SHARDS = 8;
    private static final int KEYS = 5_000;

    /** Puts without an answer: the KPL itself takes any number, and fails those that wait for 30 s. */
    private static final int WINDOW = 20_000;

    private static final long LIMIT_SECONDS = 30;
    private static final double SECOND = Duration.ofSeconds(1).toNanos();

    @TempDir
    private Path folder;

    @Test
    void tenThousandUserRecordsAreReadBackEachWhereTheKplSaysItIs() throws Exception {
        putAndReadBack(10_000);
    }

    @Test
    @Tag("long")
    void aMillionUserRecordsAreReadBackEachWhereTheKplSaysItIs() throws Exception {
        putAndReadBack(1_000_000);
    }

    private void putAndReadBack(int count) throws Exception {
        Path certificate = folder.resolve("certificate.pem");
        try (LocalKinesis kinesis = LocalKinesis.start();
                KinesisAsyncClient client = LocalClients.kinesis(kinesis.endpoint())) {
            kinesis.saveCertificate(certificate);
            client.createStream(request -> request.streamName(STREAM).shardCount(SHARDS))
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS);
            long started = System.nanoTime();
            List<Place> places = put(kinesis, certificate, count);
            long put = System.nanoTime();
            Tally tally = readBack(client, places);
            long read = System.nanoTime();

            System.out.printf(
                    "kpl: userRecords=%d kinesisRecords=%d delivered=%d put=%.0f/s read=%.0f/s%n",
                    count,
                    tally.kinesisRecords,
                    tally.delivered,
                    count * SECOND / (put - started),
                    count * SECOND / (read - put));
            assertThat(tally.distinct).isEqualTo(count);
            assertThat(tally.kinesisRecords).as("most are aggregated").isLessThan(count / 2);
        }
    }

    /** Where each went. */
    private List<Place> put(LocalKinesis kinesis, Path certificate, int count) throws Exception {
        List<Place> places = new ArrayList<>(count);
        Queue<Future<?>> waiting = new ArrayDeque<>();
        try (KinesisProducerLibrary kpl = new KinesisProducerLibrary(kinesis, certificate, folder)) {
            // The KPL does not aggregate until it knows the shards.
            places.add(kpl.place(kpl.put(STREAM, key(0), data(0))));
            for (int number = 1; number < count; number++) {
                if (waiting.size() == WINDOW) {
                    places.add(kpl.place(waiting.remove()));
                }
                waiting.add(kpl.put(STREAM, key(number), data(number)));
            }
            for (Future<?> last : waiting) {
                places.add(kpl.place(last));
            }
        }
        return places;
    }

    private static final class Tally {

        private int kinesisRecords;
        private int delivered;
        private int distinct;
    }

    /** Reads all shards to their tips. Each delivery has to be of a record that was put, as it was put. */
    private static Tally readBack(KinesisAsyncClient client, List<Place> places) throws Exception {
        Tally tally = new Tally();
        boolean[] found = new boolean[places.size()];
        boolean[] delivered = new boolean[places.size()];
        List<Shard> shards = client.listShards(request -> request.streamName(STREAM))
                .get(LIMIT_SECONDS, TimeUnit.SECONDS)
                .shards();
        for (Shard shard : shards) {
            String iterator = client.getShardIterator(request -> request.streamName(STREAM)
                            .shardId(shard.shardId())
                            .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .shardIterator();
            GetRecordsResponse batch;
            do {
                String next = iterator;
                batch = client.getRecords(request -> request.shardIterator(next))
                        .get(LIMIT_SECONDS, TimeUnit.SECONDS);
                iterator = batch.nextShardIterator();
                tally.kinesisRecords += batch.records().size();
                for (DeaggregatedRecord<Record> read : RecordDeaggregator.create()
                        .deaggregate(batch.records(), record -> record.data().asByteBuffer())) {
                    Read record = Read.of(read);
                    int number = record.number();
                    assertThat(record.partitionKey()).isEqualTo(key(number));
                    tally.delivered++;
                    tally.distinct += delivered[number] ? 0 : 1;
                    delivered[number] = true;
                    Place place = new Place(shard.shardId(), read.source().sequenceNumber());
                    found[number] |= places.get(number).equals(place);
                }
            } while (!batch.records().isEmpty() || batch.millisBehindLatest() > 0);
        }
        for (int number = 0; number < found.length; number++) {
            assertThat(found[number])
                    .as("record %s is at %s", number, places.get(number))
                    .isTrue();
        }
        return tally;
    }

    private static String key(int number) {
        return "key-" + number % KEYS;
    }

    private static ByteBuffer data(int number) {
        return StandardCharsets.UTF_8.encode("{\"number\":%8d,\"text\":\"a user record\"}".formatted(number));
    }

    /** A user record, however it came. */
    private record Read(String partitionKey, String text) {

        static Read of(DeaggregatedRecord<Record> record) {
            if (record instanceof DeaggregatedRecord.Aggregated<Record> aggregated) {
                return new Read(
                        aggregated.userRecord().partitionKey(),
                        StandardCharsets.UTF_8
                                .decode(aggregated.userRecord().data())
                                .toString());
            }
            if (record instanceof DeaggregatedRecord.Plain<Record> plain) {
                return new Read(
                        plain.source().partitionKey(),
                        StandardCharsets.UTF_8.decode(plain.data()).toString());
            }
            throw new AssertionError("not to be there: " + record);
        }

        int number() {
            int number = Integer.parseInt(text.substring(10, 18).strip());
            assertThat(text)
                    .isEqualTo(StandardCharsets.UTF_8.decode(data(number)).toString());
            return number;
        }
    }
}
