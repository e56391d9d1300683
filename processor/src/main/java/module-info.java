import org.jspecify.annotations.NullMarked;

/** The contract of those who process records, whatever engine runs them. */
@NullMarked
module dev.millrace.processor {
    requires transitive dev.millrace.record;
    requires static transitive org.jspecify;

    exports dev.millrace.processor;
}
