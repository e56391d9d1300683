package dev.millrace.consumer;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamConsumerRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamConsumerResponse;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryResponse;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.RegisterStreamConsumerRequest;
import software.amazon.awssdk.services.kinesis.model.RegisterStreamConsumerResponse;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/** A real client whose reads can be made to go wrong. */
final class FaultyKinesis implements KinesisAsyncClient {

    private final KinesisAsyncClient real;
    private volatile Function<GetRecordsRequest, CompletableFuture<GetRecordsResponse>> onRead;
    private volatile Function<GetShardIteratorRequest, CompletableFuture<GetShardIteratorResponse>> onIterator;
    private volatile Function<ListShardsRequest, CompletableFuture<ListShardsResponse>> onList;

    private volatile BiFunction<SubscribeToShardRequest, SubscribeToShardResponseHandler, CompletableFuture<Void>>
            onSubscribe;

    FaultyKinesis(KinesisAsyncClient real) {
        this.real = real;
        this.onRead = real::getRecords;
        this.onIterator = real::getShardIterator;
        this.onList = real::listShards;
        this.onSubscribe = real::subscribeToShard;
    }

    FaultyKinesis onSubscribe(
            BiFunction<SubscribeToShardRequest, SubscribeToShardResponseHandler, CompletableFuture<Void>> fault) {
        onSubscribe = fault;
        return this;
    }

    FaultyKinesis onRead(Function<GetRecordsRequest, CompletableFuture<GetRecordsResponse>> fault) {
        onRead = fault;
        return this;
    }

    FaultyKinesis onIterator(Function<GetShardIteratorRequest, CompletableFuture<GetShardIteratorResponse>> fault) {
        onIterator = fault;
        return this;
    }

    FaultyKinesis onList(Function<ListShardsRequest, CompletableFuture<ListShardsResponse>> fault) {
        onList = fault;
        return this;
    }

    @Override
    public CompletableFuture<GetRecordsResponse> getRecords(GetRecordsRequest request) {
        return onRead.apply(request);
    }

    @Override
    public CompletableFuture<GetShardIteratorResponse> getShardIterator(GetShardIteratorRequest request) {
        return onIterator.apply(request);
    }

    @Override
    public CompletableFuture<ListShardsResponse> listShards(ListShardsRequest request) {
        return onList.apply(request);
    }

    @Override
    public CompletableFuture<DescribeStreamSummaryResponse> describeStreamSummary(
            DescribeStreamSummaryRequest request) {
        return real.describeStreamSummary(request);
    }

    @Override
    public CompletableFuture<Void> subscribeToShard(
            SubscribeToShardRequest request, SubscribeToShardResponseHandler handler) {
        return onSubscribe.apply(request, handler);
    }

    @Override
    public CompletableFuture<DescribeStreamConsumerResponse> describeStreamConsumer(
            DescribeStreamConsumerRequest request) {
        return real.describeStreamConsumer(request);
    }

    @Override
    public CompletableFuture<RegisterStreamConsumerResponse> registerStreamConsumer(
            RegisterStreamConsumerRequest request) {
        return real.registerStreamConsumer(request);
    }

    @Override
    public String serviceName() {
        return real.serviceName();
    }

    /** The real client belongs to whoever made it. */
    @Override
    public void close() {}
}
