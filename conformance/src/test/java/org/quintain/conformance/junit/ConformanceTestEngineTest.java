// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The test engine under the JUnit Platform launcher, as builds and IDEs use it. */
class ConformanceTestEngineTest {
  private static final String SUITE =
      "[engine:quintain-conformance]/[suite:" + Bound.class.getName() + "]";

  @ConformanceSuite(
      url = "direct:",
      filters = {"UA-02", "UA-07", "IL-01"})
  static class Bound {}

  private static Map<String, String> run(DiscoverySelector selector, String url) {
    LauncherDiscoveryRequestBuilder builder =
        LauncherDiscoveryRequestBuilder.request().selectors(selector);
    if (!url.isEmpty()) {
      builder.configurationParameter(ConformanceTestEngine.URL_PARAMETER, url);
    }
    LauncherDiscoveryRequest request = builder.build();
    Map<String, String> ends = new LinkedHashMap<>();
    LauncherFactory.create()
        .execute(
            request,
            new TestExecutionListener() {
              @Override
              public void executionSkipped(TestIdentifier identifier, String reason) {
                ends.put(identifier.getLegacyReportingName(), "SKIPPED " + reason);
              }

              @Override
              public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
                ends.put(identifier.getLegacyReportingName(), result.getStatus().name());
              }
            });
    return ends;
  }

  @Test
  void aBoundClassIsATestClassWithOneTestForEachCase() {
    Map<String, String> ends = run(selectClass(Bound.class), "");
    assertThat(ends).containsEntry("UA-02", "SUCCESSFUL").containsEntry("UA-07", "SUCCESSFUL");
    assertThat(ends.get("IL-01")).isEqualTo("SKIPPED The fabric has no byte stream.");
  }

  @Test
  void aUniqueIdRunsOneCase() {
    Map<String, String> ends = run(selectUniqueId(SUITE + "/[case:UA-07]"), "");
    assertThat(ends).containsEntry("UA-07", "SUCCESSFUL").doesNotContainKeys("UA-02", "IL-01");
  }

  @Test
  void theParameterGoesBeforeTheBindingAndAFabricThatCannotBeOpenedFailsTheSuite() {
    Map<String, String> ends = run(selectClass(Bound.class), "nowhere:");
    assertThat(ends).containsValue("FAILED").doesNotContainKey("UA-07");
  }
}
