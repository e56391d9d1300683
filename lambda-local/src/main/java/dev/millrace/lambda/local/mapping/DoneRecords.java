package dev.millrace.lambda.local.mapping;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Is told of records that the function has processed, or that were given up. */
@FunctionalInterface
interface DoneRecords {

    /**
     * These need not come again.
     *
     * @param frame the window that they are in, with the state behind them; null if there is none
     */
    void done(List<MappedRecord> records, @Nullable WindowFrame frame) throws StoppedException;
}
