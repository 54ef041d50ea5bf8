// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.junit;

import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.quintain.conformance.ConformanceOptions;

/** The suite bound to one fabric: the container of its cases. */
final class SuiteDescriptor extends AbstractTestDescriptor {
  private final String url;
  private final ConformanceOptions options;

  SuiteDescriptor(
      UniqueId id, String name, TestSource source, String url, ConformanceOptions options) {
    super(id, name, source);
    this.url = url;
    this.options = options;
  }

  String url() {
    return url;
  }

  ConformanceOptions options() {
    return options;
  }

  @Override
  public Type getType() {
    return Type.CONTAINER;
  }
}
