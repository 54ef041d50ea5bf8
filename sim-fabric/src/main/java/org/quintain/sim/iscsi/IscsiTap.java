// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.iscsi;

import org.jspecify.annotations.Nullable;
import org.quintain.sim.capture.StreamCapture;
import org.quintain.sim.stream.SimStream;
import org.quintain.sim.stream.StreamTap;

/**
 * Sees the bytes of one iSCSI connection: for the mutation first, for digest coverage, then for the
 * capture.
 */
final class IscsiTap implements StreamTap {
  private final int number;
  private final StreamTap mutation;
  private final @Nullable StreamCapture capture;
  private final Segmentation segmentation;
  private final PduFollower fromInitiator;
  private final PduFollower fromTarget;

  IscsiTap(
      int number, StreamTap mutation, @Nullable StreamCapture capture, Segmentation segmentation) {
    this.number = number;
    this.mutation = mutation;
    this.capture = capture;
    this.segmentation = segmentation;
    PduFollower.Agreement agreement = new PduFollower.Agreement();
    fromInitiator = new PduFollower(agreement);
    fromTarget = new PduFollower(agreement);
  }

  private PduFollower follower(boolean isFromInitiator) {
    return isFromInitiator ? fromInitiator : fromTarget;
  }

  @Override
  public void onConnected(long nowNs, SimStream stream) {
    mutation.onConnected(nowNs, stream);
    if (capture != null) {
      capture.onConnected(nowNs, stream);
    }
  }

  @Override
  public int cut(boolean isFromInitiator, int most) {
    return segmentation.cut(follower(isFromInitiator), most);
  }

  @Override
  public void onSegment(long nowNs, boolean isFromInitiator, byte[] bytes, int offset, int length) {
    mutation.onSegment(nowNs, isFromInitiator, bytes, offset, length);
    follower(isFromInitiator).onSegment(bytes, offset, length);
  }

  @Override
  public boolean isCovered(boolean isFromInitiator, int index) {
    return follower(isFromInitiator).isCovered(index);
  }

  @Override
  public void onSent(
      long nowNs, boolean isFromInitiator, byte[] bytes, int offset, int length, String remark) {
    if (capture != null) {
      capture.onSent(nowNs, number, isFromInitiator, bytes, length, remark);
    }
  }

  @Override
  public void onEndOfStream(long nowNs, boolean isFromInitiator, String remark) {
    if (capture != null) {
      capture.onEndOfStream(nowNs, number, isFromInitiator, remark);
    }
  }

  @Override
  public void onReset(long nowNs, boolean isFromInitiator, String remark) {
    if (capture != null) {
      capture.onReset(nowNs, number, isFromInitiator, remark);
    }
  }
}
