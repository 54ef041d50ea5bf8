// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

/**
 * The threads that serve connections.
 *
 * @param transport which way they wait for sockets, one of {@code auto}, {@code nio}, {@code
 *     epoll}, {@code io_uring}
 * @param threads how many there are; 0 to let the number of cores decide
 * @param busyPoll whether they never sleep: each takes a core all the time, and answers sooner
 */
public record ReactorConfig(String transport, int threads, boolean busyPoll) {}
