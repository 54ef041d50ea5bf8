// SPDX-License-Identifier: Apache-2.0
package org.quintain.sam;

/** Task attributes (SAM-5 8.6). */
public enum TaskAttribute {
  SIMPLE,
  ORDERED,
  HEAD_OF_QUEUE,
  ACA
}
