package dev.millrace.producer.cloudwatch;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;

/**
 * Which metrics of CloudWatch a value is counted in: the name alone, then with one more dimension at a time. The order
 * is that of the KPL: further ones of all, ErrorCode, StreamName, further ones of streams, ShardId, further ones of shards.
 */
final class DimensionChain {

    private final MetricsGranularity granularity;
    private final List<AdditionalDimension> additional;

    DimensionChain(MetricsGranularity granularity, List<AdditionalDimension> additional) {
        this.granularity = granularity;
        this.additional = List.copyOf(additional);
    }

    /** The metrics that values of this place are counted in. */
    List<Series> of(Place place) {
        List<Series> chain = new ArrayList<>();
        List<Dimension> dimensions = new ArrayList<>();
        chain.add(new Series(place.metric(), dimensions));
        addAdditional(chain, place, dimensions, MetricsGranularity.GLOBAL);
        add(chain, place, dimensions, "ErrorCode", place.errorCode());
        if (place.stream() != null && granularity != MetricsGranularity.GLOBAL) {
            add(chain, place, dimensions, "StreamName", place.stream());
            addAdditional(chain, place, dimensions, MetricsGranularity.STREAM);
            if (place.shardId() != null && granularity == MetricsGranularity.SHARD) {
                add(chain, place, dimensions, "ShardId", place.shardId());
                addAdditional(chain, place, dimensions, MetricsGranularity.SHARD);
            }
        }
        return chain;
    }

    private void addAdditional(List<Series> chain, Place place, List<Dimension> dimensions, MetricsGranularity of) {
        for (AdditionalDimension dimension : additional) {
            if (dimension.granularity() == of) {
                add(chain, place, dimensions, dimension.name(), dimension.value());
            }
        }
    }

    private static void add(
            List<Series> chain, Place place, List<Dimension> dimensions, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            dimensions.add(Dimension.builder().name(name).value(value).build());
            chain.add(new Series(place.metric(), dimensions));
        }
    }
}
