// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.reservation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.device.Cdb;
import org.quintain.device.TargetPortIdentity;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;

/**
 * The service actions that register: REGISTER, REGISTER AND IGNORE EXISTING KEY, REGISTER AND MOVE
 * (SPC-5 5.13.7, 5.13.8). Each is a function from a state and a request to what becomes of them.
 */
final class RegisterActions {
  /** How many nexuses may be registered with one logical unit. */
  static final int REGISTRATIONS_MAX = 256;

  private static final int TRANSPORT_IDS_LENGTH = 24;
  private static final int TRANSPORT_IDS = 28;
  private static final int MOVE_TRANSPORT_ID_LENGTH = 20;
  private static final int MOVE_TRANSPORT_ID = 24;
  private static final int SERVICE_ACTION_BYTE = 1;
  private static final int SERVICE_ACTION_BIT = 4;

  private RegisterActions() {}

  /** REGISTER (SPC-5 5.13.7, table of register behaviors). */
  static Decision register(ReservationState state, OutRequest request) {
    Registration own = state.find(request.nexus());
    if (request.reservationKey() != (own == null ? 0 : own.key())) {
      return Decision.CONFLICT;
    }
    if (request.specifiesInitiatorPorts() && own != null) {
      return Decision.refuseParameter(OutRequest.FLAGS, OutRequest.SPEC_I_PT_BIT);
    }
    for (NexusName nexus : ownNexuses(request)) {
      Registration other = state.find(nexus);
      if (other != null && other.key() != request.reservationKey()) {
        return Decision.CONFLICT;
      }
    }
    return registerAny(state, request);
  }

  /** REGISTER AND IGNORE EXISTING KEY. */
  static Decision registerAndIgnore(ReservationState state, OutRequest request) {
    return registerAny(state, request);
  }

  private static Decision registerAny(ReservationState state, OutRequest request) {
    if (request.serviceActionKey() == 0) {
      return unregister(state, request);
    }
    ReservationState next = state;
    if (request.specifiesInitiatorPorts()) {
      List<NexusName> others = new ArrayList<>();
      SenseData problem = readTransportIds(state, request, others);
      if (problem != null) {
        return Decision.refuse(problem);
      }
      for (NexusName other : others) {
        next = next.register(other, request.serviceActionKey());
      }
    }
    for (NexusName nexus : ownNexuses(request)) {
      next = next.register(nexus, request.serviceActionKey());
    }
    if (next.registrations().size() > REGISTRATIONS_MAX) {
      return Decision.refuse(AdditionalSense.INSUFFICIENT_REGISTRATION_RESOURCES);
    }
    return Decision.of(next.nextGeneration().persisting(request.isPersisting()));
  }

  private static List<NexusName> ownNexuses(OutRequest request) {
    return request.portsFor(request.nexus().initiator()).stream()
        .map(port -> request.nexus().through(port))
        .toList();
  }

  private static Decision unregister(ReservationState state, OutRequest request) {
    if (state.find(request.nexus()) == null) {
      return Decision.of(state);
    }
    List<NexusName> own = ownNexuses(request);
    ReservationState next =
        state.unregister(state.registrationsThat(one -> own.contains(one.nexus())));
    Decision decision = Decision.of(next.nextGeneration().persisting(request.isPersisting()));
    return tellingOfRelease(decision, state, next, request);
  }

  /** SPC-5 5.13.11.2.3: under the registrants only types the others learn that it is over. */
  private static Decision tellingOfRelease(
      Decision decision, ReservationState before, ReservationState after, OutRequest request) {
    ReservationType type = before.type();
    boolean isTold =
        type != null
            && !after.isReserved()
            && type.admitsRegistrants()
            && !request.isReleaseSilent();
    return isTold
        ? decision.telling(
            after.registrations(), request.nexus(), AdditionalSense.RESERVATIONS_RELEASED)
        : decision;
  }

  /** The nexuses that the list of SPEC_I_PT adds, or what is wrong with it. */
  private static @Nullable SenseData readTransportIds(
      ReservationState state, OutRequest request, List<NexusName> into) {
    byte[] list = request.list();
    if (list.length < TRANSPORT_IDS
        || Cdb.u32(list, TRANSPORT_IDS_LENGTH) != list.length - TRANSPORT_IDS) {
      return SenseData.of(AdditionalSense.PARAMETER_LIST_LENGTH_ERROR);
    }
    List<NexusName> own = ownNexuses(request);
    TransportIdReader reader = new TransportIdReader(list, TRANSPORT_IDS, list.length);
    while (reader.hasMore()) {
      int at = reader.at();
      TransportId initiator = reader.next();
      if (initiator == null) {
        return reader.problem();
      }
      List<NexusName> named = nexusesOf(initiator, request);
      for (NexusName nexus : named) {
        if (state.find(nexus) != null || own.contains(nexus) || into.contains(nexus)) {
          return SenseData.invalidFieldInParameterList(at, 7);
        }
        into.add(nexus);
      }
      if (named.isEmpty()) {
        return SenseData.invalidFieldInParameterList(at, 7);
      }
    }
    return null;
  }

  /**
   * The nexuses that a TransportID means: one for each target port, and under an iSCSI device name
   * those of all its ports that are known (SPC-5 7.6.4.6). None, where it speaks another protocol.
   */
  private static List<NexusName> nexusesOf(TransportId initiator, OutRequest request) {
    if (initiator.protocolIdentifier() != request.nexus().initiator().protocolIdentifier()) {
      return List.of();
    }
    List<NexusName> named = new ArrayList<>();
    for (int port : request.portsFor(initiator)) {
      if (initiator.isDevice()) {
        for (NexusName known : request.known()) {
          if (initiator.covers(known.initiator()) && !named.contains(known.through(port))) {
            named.add(known.through(port));
          }
        }
      } else {
        named.add(new NexusName(initiator, port));
      }
    }
    return named;
  }

  /** REGISTER AND MOVE (SPC-5 5.13.8). */
  static Decision move(ReservationState state, OutRequest request) {
    Registration own = state.find(request.nexus());
    if (own == null || own.key() != request.reservationKey() || state.isAllRegistrants()) {
      return Decision.CONFLICT;
    }
    ReservationType type = state.type();
    if (type == null) {
      return Decision.refuse(SenseData.invalidFieldInCdb(SERVICE_ACTION_BYTE, SERVICE_ACTION_BIT));
    }
    if (!state.isHolder(request.nexus())) {
      return Decision.CONFLICT;
    }
    if (request.serviceActionKey() == 0) {
      return Decision.refuseParameter(OutRequest.SERVICE_ACTION_KEY, 7);
    }
    TargetPortIdentity port = request.port(request.movePort());
    if (port == null) {
      return Decision.refuseParameter(OutRequest.MOVE_PORT, 7);
    }
    byte[] list = request.list();
    long lengthBytes = Cdb.u32(list, MOVE_TRANSPORT_ID_LENGTH);
    if (lengthBytes != list.length - MOVE_TRANSPORT_ID) {
      return Decision.refuse(AdditionalSense.PARAMETER_LIST_LENGTH_ERROR);
    }
    TransportIdReader reader = new TransportIdReader(list, MOVE_TRANSPORT_ID, list.length);
    TransportId initiator = reader.next();
    SenseData problem = reader.problem();
    if (problem != null || initiator == null) {
      return Decision.refuse(
          problem != null ? problem : SenseData.of(AdditionalSense.PARAMETER_LIST_LENGTH_ERROR));
    }
    NexusName destination = new NexusName(initiator, port.relativeTargetPortIdentifier());
    if (reader.hasMore()
        || initiator.isDevice()
        || !OutRequest.isReachable(port, initiator)
        || destination.equals(request.nexus())) {
      return Decision.refuseParameter(MOVE_TRANSPORT_ID, 7);
    }
    return moveTo(state, request, destination, type);
  }

  private static Decision moveTo(
      ReservationState state, OutRequest request, NexusName destination, ReservationType type) {
    ReservationState next =
        state.register(destination, request.serviceActionKey()).reserve(type, destination);
    if (request.isMoveUnregistering()) {
      next = next.unregister(next.registrationsThat(one -> one.nexus().equals(request.nexus())));
    }
    if (next.registrations().size() > REGISTRATIONS_MAX) {
      return Decision.refuse(AdditionalSense.INSUFFICIENT_REGISTRATION_RESOURCES);
    }
    return Decision.of(next.nextGeneration().persisting(request.isMovePersisting()));
  }
}
