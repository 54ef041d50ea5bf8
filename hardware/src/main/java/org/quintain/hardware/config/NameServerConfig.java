// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

/**
 * The iSNS server that targets are registered with (RFC 4171).
 *
 * @param host {@code iSNSServer}: its name or address
 * @param port its TCP port
 * @param isAccessControl whether only initiators may log in that it says share a discovery domain
 *     with the target: {@code AccessControl} behind the server, or {@code isns_access_control}
 * @param entityName {@code isns_entity_name}, empty for the name of this host
 * @param registrationPeriodSeconds {@code isns_registration_period}
 * @param inquiryIntervalSeconds {@code isns_esi_interval}; 0 for none
 */
public record NameServerConfig(
    String host,
    int port,
    boolean isAccessControl,
    String entityName,
    int registrationPeriodSeconds,
    int inquiryIntervalSeconds) {

  /** What messages call it. */
  public String text() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
