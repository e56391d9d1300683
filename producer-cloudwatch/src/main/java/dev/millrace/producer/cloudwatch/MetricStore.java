package dev.millrace.producer.cloudwatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StatisticSet;

/**
 * Values since the last upload, by metric. What was not met since then takes no room; beyond the largest number of
 * metrics new ones are not kept apart, but values still count in those above them. Safe for use by many threads.
 */
final class MetricStore {

    private final MetricsLevel level;
    private final DimensionChain chain;
    private final int maxSeries;
    private Map<Place, List<Statistic>> places = new HashMap<>();
    private Map<Series, Statistic> statistics = new LinkedHashMap<>();

    MetricStore(MetricsLevel level, DimensionChain chain, int maxSeries) {
        this.level = level;
        this.chain = chain;
        this.maxSeries = maxSeries;
    }

    /** Counts a value so many times for a place and all that it is part of. */
    void add(Place place, double value, double times) {
        add(place, value, times, true);
    }

    /** Counts a value for the stream or all that a place is, and not for what is above. */
    synchronized void addApart(Place place, double value) {
        add(place, value, 1, false);
    }

    private synchronized void add(Place place, double value, double times, boolean above) {
        if (place.metric().level.compareTo(level) > 0) {
            return;
        }
        int first = above ? 0 : firstOf(place);
        List<Statistic> known = places.get(place);
        if (known == null) {
            known = statistics(place);
            if (places.size() < maxSeries) {
                places.put(place, known);
            }
        }
        for (int i = first; i < known.size(); i++) {
            known.get(i).add(value, times);
        }
    }

    private int firstOf(Place place) {
        return place.stream() == null
                ? 0
                : chain.of(new Place(place.metric(), null, null, null)).size();
    }

    private List<Statistic> statistics(Place place) {
        List<Statistic> found = new ArrayList<>();
        for (Series series : chain.of(place)) {
            Statistic known = statistics.get(series);
            if (known == null && statistics.size() < maxSeries) {
                known = new Statistic();
                statistics.put(series, known);
            }
            if (known != null) {
                found.add(known);
            }
        }
        return found;
    }

    /** Takes all values out, as what is to be uploaded. */
    List<MetricDatum> drain(Instant now) {
        Map<Series, Statistic> drained;
        synchronized (this) {
            drained = statistics;
            statistics = new LinkedHashMap<>();
            places = new HashMap<>();
        }
        List<MetricDatum> data = new ArrayList<>(drained.size());
        drained.forEach((series, statistic) -> {
            if (statistic.count() > 0) {
                data.add(datum(series, statistic, now));
            }
        });
        return data;
    }

    private static MetricDatum datum(Series series, Statistic statistic, Instant now) {
        return MetricDatum.builder()
                .metricName(series.metric().metricName)
                .unit(series.metric().unit)
                .dimensions(series.dimensions())
                .timestamp(now)
                .statisticValues(StatisticSet.builder()
                        .sampleCount(statistic.count())
                        .sum(statistic.sum())
                        .minimum(statistic.least())
                        .maximum(statistic.largest())
                        .build())
                .build();
    }
}
