import org.jspecify.annotations.NullMarked;

/** The contract of those who process records, whatever engine runs them. */
@NullMarked
@SuppressWarnings("module") // The engines are no named modules.
module dev.millrace.processor {
    requires transitive dev.millrace.record;
    requires static transitive org.jspecify;
    requires org.slf4j;

    exports dev.millrace.processor;
    exports dev.millrace.processor.engine to
            dev.millrace.consumer,
            dev.millrace.kcl;
}
