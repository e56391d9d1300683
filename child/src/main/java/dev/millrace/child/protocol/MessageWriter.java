package dev.millrace.child.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages to a pipe, byte for byte as the reference daemon and its clients do: UTF-8, members in their order, what
 * is null written out, a line feed behind each message, and one flush.
 *
 * <p>Safe for use by many threads: a message is written whole. After an {@link IOException} a part of a message may be
 * in the pipe, and there is nothing more to be said through it.
 */
public final class MessageWriter {

    private static final int BUFFER_BYTES = 32 * 1024;

    private final OutputStream target;
    private final boolean child;
    private final BatchText batches;

    private MessageWriter(OutputStream target, boolean child) {
        this.target = new BufferedOutputStream(target, BUFFER_BYTES);
        this.batches = new BatchText(this.target);
        this.child = child;
    }

    /**
     * A child's: with a line feed before each message too, so that what a program left unfinished on the same stream
     * becomes a line of its own; and without the member {@code error} in checkpoints.
     */
    public static MessageWriter ofChild(OutputStream target) {
        return new MessageWriter(target, true);
    }

    /** A daemon's. */
    public static MessageWriter ofDaemon(OutputStream target) {
        return new MessageWriter(target, false);
    }

    /**
     * Writes a message and waits until the pipe has all of it. The data of records are left as they are, so the same
     * message may be written again.
     */
    public void write(Message message) throws IOException {
        write(message, null);
    }

    /** As {@link #write(Message)}, with the shard that a child says it of; null leaves it out. */
    public synchronized void write(Message message, @Nullable String shardId) throws IOException {
        if (child) {
            target.write('\n');
        }
        if (message instanceof Message.ProcessRecords batch) {
            batches.write(batch);
            batches.drain();
        } else {
            try (JsonGenerator json = JsonCodec.generator(target)) {
                write(message, shardId, json);
            }
        }
        target.write('\n');
        target.flush();
    }

    private void write(Message message, @Nullable String shardId, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField(Member.ACTION, message.action());
        if (message instanceof Message.Checkpoint checkpoint) {
            text(Member.SEQUENCE_NUMBER, checkpoint.sequenceNumber(), json);
            number(Member.SUB_SEQUENCE_NUMBER, checkpoint.subSequenceNumber(), json);
            if (!child) {
                text(Member.ERROR, checkpoint.error(), json);
            }
        } else if (message instanceof Message.Status status) {
            text(Member.RESPONSE_FOR, status.responseFor(), json);
        } else if (message instanceof Message.Initialize initialize) {
            text(Member.SHARD_ID, initialize.shardId(), json);
            text(Member.SEQUENCE_NUMBER, initialize.sequenceNumber(), json);
            number(Member.SUB_SEQUENCE_NUMBER, initialize.subSequenceNumber(), json);
        } else if (message instanceof Message.Shutdown shutdown) {
            text(Member.REASON, shutdown.reason(), json);
        } else if (message instanceof Message.Log log) {
            text(Member.LEVEL, log.level(), json);
            text(Member.MESSAGE, log.message(), json);
        } else if (message instanceof Message.Extend extend) {
            number(Member.FRAMES, extend.frames(), json);
            number(Member.SHARDS, extend.shards(), json);
        }
        if (shardId != null) {
            text(Member.SHARD_ID, shardId, json);
        }
        json.writeEndObject();
    }

    private static void text(String name, @Nullable String text, JsonGenerator json) throws IOException {
        json.writeFieldName(name);
        json.writeString(text == null ? null : Utf16.wellFormed(text));
    }

    private static void number(String name, @Nullable Long number, JsonGenerator json) throws IOException {
        json.writeFieldName(name);
        if (number == null) {
            json.writeNull();
        } else {
            json.writeNumber(number.longValue());
        }
    }
}
