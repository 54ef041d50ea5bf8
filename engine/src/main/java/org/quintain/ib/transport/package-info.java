// SPDX-License-Identifier: Apache-2.0
/**
 * The reliable-connected transport of InfiniBand (InfiniBand Architecture Specification volume 1,
 * chapters 9 to 11): a port with its queue pairs, send and receive queues, memory regions and
 * completions; packet sequence numbers, acknowledgements, retries; and the queue pair of the
 * general services interface, through which communication management speaks.
 *
 * <p>Promises that every posted request completes once, that no byte is placed but where a valid
 * key allows it, and no allocation per message. May depend on {@code sam}, {@code memory}, {@code
 * time}, {@code wire} and {@code ib.wire}.
 *
 * <p>What happens to a queue pair ({@link org.quintain.ib.transport.QueuePairState}):
 *
 * <pre>
 * state           input               next
 * RESET, INIT     initialised         INIT
 * INIT            ready to receive    RTR
 * RTR             ready to send       RTS
 * RTS, SQD, SQE   ready to send       RTS
 * RTS, SQD        drain               SQD
 * RTS             send error          SQE   (datagrams only)
 * any             error               ERR
 * any             reset               RESET
 * </pre>
 */
@NullMarked
package org.quintain.ib.transport;

import org.jspecify.annotations.NullMarked;
