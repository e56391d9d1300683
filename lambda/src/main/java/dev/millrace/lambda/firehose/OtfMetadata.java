package dev.millrace.lambda.firehose;

import org.jspecify.annotations.Nullable;

/**
 * Which Apache Iceberg table a transformed record goes to, and what it does there.
 */
public final class OtfMetadata {

    private @Nullable String destinationTableName;
    private @Nullable String destinationDatabaseName;
    private @Nullable String operation;

    public @Nullable String getDestinationTableName() {
        return destinationTableName;
    }

    public void setDestinationTableName(@Nullable String destinationTableName) {
        this.destinationTableName = destinationTableName;
    }

    public @Nullable String getDestinationDatabaseName() {
        return destinationDatabaseName;
    }

    public void setDestinationDatabaseName(@Nullable String destinationDatabaseName) {
        this.destinationDatabaseName = destinationDatabaseName;
    }

    /** {@code insert}, {@code update} or {@code delete}. */
    public @Nullable String getOperation() {
        return operation;
    }

    public void setOperation(@Nullable String operation) {
        this.operation = operation;
    }
}
