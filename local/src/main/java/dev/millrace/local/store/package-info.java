/**
 * Streams in a folder.
 *
 * <pre>
 *  millrace.json                      says that the folder is this service's, and in which format
 *  lock                               held while a process uses the folder
 *  secret.json, channels.json, ...    state that belongs to no stream
 *  streams/0000000007/stream.json     a stream's state; its name is in there, never in a path
 *  streams/0000000007/shard-000000000002/00000000000000000001.log    records, from the index on that the name says
 * </pre>
 *
 * <p>State is replaced as a whole, by renaming. Records are appended, and are with the operating system before they
 * are acknowledged: a process that is killed loses none.
 */
@NullMarked
package dev.millrace.local.store;

import org.jspecify.annotations.NullMarked;
