// SPDX-License-Identifier: Apache-2.0
/**
 * SAM's objects at run time: the target device, its ports, logical units, task sets, unit
 * attentions and nexuses.
 *
 * <p>Owns the one path of a command through the engine, and promises that every command ends
 * exactly once and that a task management function is answered only when all commands it affects
 * have ended. May depend on {@code sbc}, {@code spc}, {@code device} and everything below them.
 *
 * <p>The path, and what moves a command along it ({@link org.quintain.fabric.CommandState} has the
 * arrows):
 *
 * <pre>
 * state               entered by                               left by
 * FREE                TargetPort.onCommandReleased             TargetPort.acquire
 * RECEIVED            TargetPort.acquire                       TaskRouter.route, or a nexus already lost
 * DORMANT             TaskSet.admit                            TaskSet: the task attribute lets it run; an abort
 * ENABLED             LogicalUnit.start; Data-Out came;        the device server; an abort that was waiting
 *                     the store ended
 * RECEIVING_DATA_OUT  CommandExecution.receiveDataOut          Data-Out Received, the only exit, aborted or not
 * STORING             CommandExecution.submit                  the store's completion, or its deadline
 * SENDING_DATA_IN     device servers that send in pieces       Data-In Delivered
 * COMPLETING          LogicalUnit.complete                     TargetPort.onCommandReleased
 * </pre>
 */
@NullMarked
package org.quintain.target;

import org.jspecify.annotations.NullMarked;
