// SPDX-License-Identifier: Apache-2.0
package org.quintain.records.published;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a point may be used for, so that a model is never proved by what it was fitted to. */
public enum Use {
  /** A model may be fitted to it. */
  @JsonProperty("calibration")
  CALIBRATION,
  /** Kept out of every fit; only such points are evidence for a calibrated model. */
  @JsonProperty("holdout")
  HOLDOUT
}
