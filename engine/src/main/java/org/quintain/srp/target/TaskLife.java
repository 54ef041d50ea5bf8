// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.target;

import java.nio.ByteBuffer;
import org.quintain.fabric.Command;
import org.quintain.memory.SegmentList;
import org.quintain.sam.Check;
import org.quintain.srp.wire.SrpInformationUnit;
import org.quintain.wire.WorkOperation;
import org.quintain.wire.WorkRequest;

/**
 * How tasks begin and end: what a channel and its nexus count of them, and when command and task go
 * back.
 */
final class TaskLife {
  private final SrpTargetPort port;

  TaskLife(SrpTargetPort port) {
    this.port = port;
  }

  /** Whether {@code channel} may have another task in use. */
  boolean hasRoomFor(TargetChannel channel) {
    return channel.hasRoomForTask();
  }

  /** Takes a task for the request at {@code at}, which {@link #hasRoomFor} has room for. */
  TargetTask begin(TargetChannel channel, ByteBuffer bytes, int at, long lun) {
    TargetTask task = port.tasks().acquire(channel, SrpInformationUnit.tag(bytes, at), lun);
    channel.limit().take();
    channel.open().add(task);
    channel.onTasks(1);
    channel.nexus().onTasks(1);
    return task;
  }

  /** The request of {@code task} is to come again later. */
  void takeBack(TargetTask task) {
    TargetChannel channel = task.channel();
    channel.open().remove(task);
    channel.limit().untake();
    task.state = TargetTask.State.ENDED;
    release(task);
  }

  private void release(TargetTask task) {
    TargetChannel channel = task.channel();
    channel.onTasks(-1);
    channel.nexus().onTasks(-1);
    port.tasks().release(task);
  }

  /** The request of {@code task} is no more open: it gets its response now, or gets none. */
  void close(TargetTask task) {
    Check.that(task.isOpen(), "a task ends once", task.index);
    TargetChannel channel = task.channel();
    task.state = TargetTask.State.ENDED;
    task.awaitsDelivery = false;
    channel.open().remove(task);
    channel.limit().onOver();
    if (task.command != null) {
      channel.nexus().onEnding(1);
    }
    if (task.awaited != null) {
      channel.nexus().waitingFunctions().remove(task);
    }
  }

  /** The task is over without a response. */
  void end(long nowNs, TargetTask task) {
    if (!task.isOpen()) {
      return;
    }
    TargetChannel channel = task.channel();
    close(task);
    releaseIfDone(nowNs, task);
    channel.requests().pump(nowNs);
  }

  /** Gives back the command of a task that has ended, and the task, when nothing needs them. */
  void releaseIfDone(long nowNs, TargetTask task) {
    if (task.state != TargetTask.State.ENDED) {
      return;
    }
    TargetNexus nexus = task.channel().nexus();
    Command command = task.command;
    if (command != null && task.references == 0) {
      port.tasks().unbind(task);
      nexus.onEnding(-1);
      port.scsiTarget().onCommandReleased(nowNs, command);
      port.functions().onReleased(nowNs, task, nexus);
    }
    if (task.state == TargetTask.State.ENDED
        && task.command == null
        && task.references == 0
        && !task.isResponsePosted) {
      release(task);
    }
    nexus.resume(nowNs);
    port.clear(nowNs, nexus);
  }

  /** A work request of the port's is over, receives apart. */
  void onSent(long nowNs, WorkRequest request, boolean succeeded) {
    Object context = request.context();
    SegmentList list = request.source();
    WorkOperation operation = request.operation();
    port.work().putBack(request);
    if (context instanceof TargetTask task) {
      if (operation == WorkOperation.RDMA_WRITE) {
        port.dataIn().onWritten(nowNs, task, succeeded);
      } else if (operation == WorkOperation.RDMA_READ) {
        port.dataOut().onRead(nowNs, task, succeeded);
      } else {
        task.isResponsePosted = false;
        releaseIfDone(nowNs, task);
      }
    } else if (context instanceof TableReader.Read read) {
      port.tables().onRead(nowNs, read, succeeded);
    } else if (context instanceof TargetRequests requests) {
      requests.onSent(nowNs, list);
    }
  }
}
