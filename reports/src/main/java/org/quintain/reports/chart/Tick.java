// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports.chart;

/**
 * A mark on an axis.
 *
 * @param at where it stands, from 0 at the axis' beginning to 1 at its end
 * @param label what it says; empty for a grid line without words
 */
public record Tick(double at, String label) {}
