import org.jspecify.annotations.NullMarked;

/** User records, hash keys, the shard map and the aggregated record format. Depends on nothing. */
@NullMarked
module dev.millrace.record {
    requires static transitive org.jspecify;

    exports dev.millrace.record;
}
