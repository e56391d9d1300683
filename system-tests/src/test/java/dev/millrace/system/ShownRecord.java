package dev.millrace.system;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A user record as a reader shows it. */
record ShownRecord(
        String partitionKey, ByteBuffer data, @Nullable String explicitHashKey, long subSequenceNumber) {}
