package dev.millrace.producer;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/** A real client whose PutRecords and ListShards can be made to go wrong. It remembers what was asked for. */
final class FaultyKinesis implements KinesisAsyncClient {

    private final KinesisAsyncClient real;
    private final List<PutRecordsRequest> puts = new CopyOnWriteArrayList<>();
    private final AtomicInteger listings = new AtomicInteger();
    private volatile Function<PutRecordsRequest, CompletableFuture<PutRecordsResponse>> onPut;
    private volatile Function<ListShardsRequest, CompletableFuture<ListShardsResponse>> onList;

    FaultyKinesis(KinesisAsyncClient real) {
        this.real = real;
        this.onPut = real::putRecords;
        this.onList = real::listShards;
    }

    FaultyKinesis onPut(Function<PutRecordsRequest, CompletableFuture<PutRecordsResponse>> fault) {
        onPut = fault;
        return this;
    }

    FaultyKinesis onList(Function<ListShardsRequest, CompletableFuture<ListShardsResponse>> fault) {
        onList = fault;
        return this;
    }

    @Override
    public CompletableFuture<PutRecordsResponse> putRecords(PutRecordsRequest request) {
        puts.add(request);
        return onPut.apply(request);
    }

    @Override
    public CompletableFuture<ListShardsResponse> listShards(ListShardsRequest request) {
        listings.incrementAndGet();
        return onList.apply(request);
    }

    /** All requests so far, those that never left too. */
    List<PutRecordsRequest> puts() {
        return puts;
    }

    List<PutRecordsRequestEntry> entries() {
        return puts.stream().flatMap(request -> request.records().stream()).toList();
    }

    int listings() {
        return listings.get();
    }

    @Override
    public String serviceName() {
        return real.serviceName();
    }

    /** The real client belongs to whoever made it. */
    @Override
    public void close() {}
}
