// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance;

import java.util.*;
import org.junit.jupiter.api.Test;
import org.quintain.conformance.lab.ObservedFabric;
import org.quintain.initiator.*;

class RowCoverageTest {
  @Test
  void raw() throws Exception {
    for (String url : List.of("direct:", "direct:?protection=2", "sim:iscsi")) {
      ConformanceOptions options = ConformanceOptions.defaults().withDataLoss(true);
      Map<String, Set<String>> seen = new TreeMap<>();
      Fabric fabric = Fabrics.open(url, options.fabric());
      ObservedFabric observed = new ObservedFabric(fabric, c -> {
        int op = c.cdb()[0] & 0xff;
        String key = String.format("%02X/%02X", op, op == 0x7f ? c.cdb()[9] : c.cdb()[1] & 0x1f);
        if (!Set.of(0x48,0x5e,0x5f,0x7f,0x83,0x84,0x9e,0x9f,0xa3,0xa4).contains(op)) key = String.format("%02X", op);
        String end = c.serviceResponse() != ServiceResponse.COMMAND_COMPLETE ? "gone" : c.status() == 2 ? Sense(c) : "" + c.status();
        seen.computeIfAbsent(key, k -> new TreeSet<>()).add(end);
      });
      long t = System.nanoTime();
      try (ConformanceSession session = new ConformanceSession(observed, url, options)) {
        ConformanceRun.run(session, Suite.all(), ConformanceListener.NONE);
      }
      System.out.println(url + " " + (System.nanoTime() - t) / 1000000);
      seen.forEach((k, v) -> System.out.println(url + " " + k + " " + v));
    }
  }
  static String Sense(ExecuteCommand c) { byte[] s = c.sense(); boolean d = (s[0] & 0x7f) >= 0x72; return d ? String.format("%x/%02x%02x", s[1]&15, s[2], s[3]) : String.format("%x/%02x%02x", s[2]&15, s[12], s[13]); }
}
