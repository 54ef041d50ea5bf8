// SPDX-License-Identifier: Apache-2.0
/**
 * JMH benchmarks of what the hot paths are made of. They run with tiny settings in every build, so
 * that they never rot, and for real with {@code -Dquintain.benchmarks=full}.
 */
@org.jspecify.annotations.NullMarked
package org.quintain.perf.benchmark;
