package dev.millrace.benchmarks.local;

import java.io.IOException;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** The load that every peer gets: four connections that each put 500 records of 100 bytes at a time. */
final class Load {

    static final String STREAM = "bench";
    static final int SHARDS = 4;

    private static final int CONNECTIONS = 4;
    private static final int RECORDS = 500;
    private static final int DATA_BYTES = 100;

    private final KinesisHttp client;
    private final String request = putRecords();

    Load(KinesisHttp client) {
        this.client = client;
    }

    /** Records stored in each second of this time. */
    double putRate(double seconds) throws IOException {
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        AtomicLong stored = new AtomicLong();
        onEveryConnection(() -> {
            while (System.nanoTime() < end) {
                String answer = client.body("PutRecords", request);
                if (!answer.contains("\"FailedRecordCount\":0")) {
                    throw new IOException("records failed: " + answer.substring(0, Math.min(200, answer.length())));
                }
                stored.addAndGet(RECORDS);
            }
            return null;
        });
        return stored.get() / ((System.nanoTime() - start) / 1e9);
    }

    /** Stores this many records, rounded up to whole requests. */
    void put(int count) throws IOException {
        AtomicLong left = new AtomicLong(count);
        onEveryConnection(() -> {
            while (left.getAndAdd(-RECORDS) > 0) {
                client.body("PutRecords", request);
            }
            return null;
        });
    }

    /** Records read in each second, a shard for each connection, from their oldest on, for this time at most. */
    double getRate(double seconds) throws IOException {
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        AtomicLong read = new AtomicLong();
        AtomicLong nextShard = new AtomicLong();
        onEveryConnection(() -> {
            String shardId = "shardId-%012d".formatted(nextShard.getAndIncrement());
            String iterator = client.iterator(STREAM, shardId);
            while (System.nanoTime() < end) {
                String answer =
                        client.body("GetRecords", "{\"ShardIterator\": \"" + iterator + "\", \"Limit\": 10000}");
                int count = count(answer);
                read.addAndGet(count);
                if (count == 0) {
                    break;
                }
                iterator = KinesisHttp.nextIterator(answer);
            }
            return null;
        });
        return read.get() / ((System.nanoTime() - start) / 1e9);
    }

    private static int count(String answer) {
        int count = 0;
        for (int at = answer.indexOf("\"PartitionKey\""); at >= 0; at = answer.indexOf("\"PartitionKey\"", at + 1)) {
            count++;
        }
        return count;
    }

    private static void onEveryConnection(Callable<Void> work) throws IOException {
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            for (Future<Void> done : threads.invokeAll(
                    IntStream.range(0, CONNECTIONS).mapToObj(i -> work).toList())) {
                done.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("the load failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static String putRecords() {
        Random random = new Random(1);
        StringBuilder body = new StringBuilder("{\"StreamName\": \"" + STREAM + "\", \"Records\": [");
        byte[] data = new byte[DATA_BYTES];
        for (int i = 0; i < RECORDS; i++) {
            random.nextBytes(data);
            body.append(i == 0 ? "" : ",")
                    .append("{\"PartitionKey\": \"key-")
                    .append(i)
                    .append("\", \"Data\": \"")
                    .append(Base64.getEncoder().encodeToString(data))
                    .append("\"}");
        }
        return body.append("]}").toString();
    }
}
