/** DynamoDB Local, in a process of its own: {@link dev.millrace.dynamodb.DynamoDbLocal}. */
@NullMarked
package dev.millrace.dynamodb;

import org.jspecify.annotations.NullMarked;
