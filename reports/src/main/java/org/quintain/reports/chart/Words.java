// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports.chart;

/**
 * What a chart says besides its drawing.
 *
 * @param id unique within the page; of letters, digits and hyphens
 * @param title what is drawn
 * @param description what is to be seen, in a sentence or two, for those who cannot see it
 * @param xLabel what the horizontal axis counts
 * @param yLabel what the vertical axis counts
 */
public record Words(String id, String title, String description, String xLabel, String yLabel) {}
