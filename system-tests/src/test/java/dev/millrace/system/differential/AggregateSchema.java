package dev.millrace.system.differential;

import static com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label.LABEL_OPTIONAL;
import static com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label.LABEL_REPEATED;
import static com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label.LABEL_REQUIRED;
import static com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type.TYPE_BYTES;
import static com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type.TYPE_MESSAGE;
import static com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type.TYPE_STRING;
import static com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type.TYPE_UINT64;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;

/** The published schema of aggregated records, for protobuf-java. */
final class AggregateSchema {

    private static final FileDescriptor FILE = file();

    static final Descriptor MESSAGE = FILE.findMessageTypeByName("AggregatedRecord");
    static final FieldDescriptor PARTITION_KEY_TABLE = MESSAGE.findFieldByNumber(1);
    static final FieldDescriptor HASH_KEY_TABLE = MESSAGE.findFieldByNumber(2);
    static final FieldDescriptor RECORDS = MESSAGE.findFieldByNumber(3);

    static final Descriptor RECORD = FILE.findMessageTypeByName("Record");
    static final FieldDescriptor PARTITION_KEY_INDEX = RECORD.findFieldByNumber(1);
    static final FieldDescriptor HASH_KEY_INDEX = RECORD.findFieldByNumber(2);
    static final FieldDescriptor DATA = RECORD.findFieldByNumber(3);
    static final FieldDescriptor TAGS = RECORD.findFieldByNumber(4);

    static final Descriptor TAG = FILE.findMessageTypeByName("Tag");
    static final FieldDescriptor TAG_KEY = TAG.findFieldByNumber(1);
    static final FieldDescriptor TAG_VALUE = TAG.findFieldByNumber(2);

    private AggregateSchema() {}

    private static FileDescriptor file() {
        FileDescriptorProto file = FileDescriptorProto.newBuilder()
                .setName("aggregated_record.proto")
                .setSyntax("proto2")
                .addMessageType(DescriptorProto.newBuilder()
                        .setName("AggregatedRecord")
                        .addField(field("partition_key_table", 1, LABEL_REPEATED, TYPE_STRING))
                        .addField(field("explicit_hash_key_table", 2, LABEL_REPEATED, TYPE_STRING))
                        .addField(messages("records", 3, "Record")))
                .addMessageType(DescriptorProto.newBuilder()
                        .setName("Record")
                        .addField(field("partition_key_index", 1, LABEL_REQUIRED, TYPE_UINT64))
                        .addField(field("explicit_hash_key_index", 2, LABEL_OPTIONAL, TYPE_UINT64))
                        .addField(field("data", 3, LABEL_REQUIRED, TYPE_BYTES))
                        .addField(messages("tags", 4, "Tag")))
                .addMessageType(DescriptorProto.newBuilder()
                        .setName("Tag")
                        .addField(field("key", 1, LABEL_REQUIRED, TYPE_STRING))
                        .addField(field("value", 2, LABEL_OPTIONAL, TYPE_STRING)))
                .build();
        try {
            return FileDescriptor.buildFrom(file, new FileDescriptor[0]);
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static FieldDescriptorProto.Builder field(
            String name, int number, FieldDescriptorProto.Label label, FieldDescriptorProto.Type type) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setLabel(label)
                .setType(type);
    }

    private static FieldDescriptorProto.Builder messages(String name, int number, String type) {
        return field(name, number, LABEL_REPEATED, TYPE_MESSAGE).setTypeName(type);
    }
}
