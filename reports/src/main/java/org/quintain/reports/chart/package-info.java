// SPDX-License-Identifier: Apache-2.0
/**
 * Owns the charts: scales, ticks, lines, areas and bars, drawn as SVG by our own code so that a
 * report needs no drawing library and no network. It promises that a chart is readable without
 * colour, says in words what it shows, and takes its colours from the page's style. It may depend
 * on {@code org.quintain.reports.markup} and HdrHistogram.
 */
@NullMarked
package org.quintain.reports.chart;

import org.jspecify.annotations.NullMarked;
