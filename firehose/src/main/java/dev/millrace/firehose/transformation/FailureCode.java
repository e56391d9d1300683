package dev.millrace.firehose.transformation;

/** Why a record failed, as the service writes it to {@code errorCode}. Source: Firehose's developer guide. */
public final class FailureCode {

    /** The function failed, or its answer is larger than Lambda lets through. */
    public static final String FUNCTION_ERROR = "Lambda.FunctionError";

    public static final String FUNCTION_TIMED_OUT = "Lambda.FunctionTimedOut";
    public static final String INVOKE_LIMIT_EXCEEDED = "Lambda.InvokeLimitExceeded";
    public static final String INVOKE_ACCESS_DENIED = "Lambda.InvokeAccessDenied";
    public static final String RESOURCE_NOT_FOUND = "Lambda.ResourceNotFound";

    /** A record alone is larger than Lambda takes. */
    public static final String REQUEST_TOO_LARGE = "Lambda.RequestTooLarge";

    /** The answer is no JSON. */
    public static final String JSON_PROCESSING = "Lambda.JsonProcessingException";

    /** The data of an answer are no base64. */
    public static final String JSON_MAPPING = "Lambda.JsonMappingException";

    /** The answer is JSON of another shape, or names a record that nobody asked about. */
    public static final String INVALID_RETURN_FORMAT = "Lambda.InvalidReturnFormat";

    public static final String DUPLICATED_RECORD_ID = "Lambda.DuplicatedRecordId";
    public static final String MISSING_RECORD_ID = "Lambda.MissingRecordId";

    /** The function answered that the record failed. */
    public static final String PROCESSING_FAILED_STATUS = "Lambda.ProcessingFailedStatus";

    /** A partition key that the prefix wants is missing or empty, or the query failed. */
    public static final String METADATA_EXTRACTION_FAILED = "DynamicPartitioning.MetadataExtractionFailed";

    /** The record would open one partition too many. */
    public static final String ACTIVE_PARTITION_EXCEEDED = "DynamicPartitioning.ActivePartitionExceeded";

    private FailureCode() {}
}
