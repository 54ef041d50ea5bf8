// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.junit;

import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.quintain.conformance.bench.ConformanceCase;

/** One case under one fabric; tagged with its area and level. */
final class CaseDescriptor extends AbstractTestDescriptor {
  private final ConformanceCase one;

  CaseDescriptor(UniqueId id, TestSource source, ConformanceCase one) {
    super(id, one.id() + " " + one.title(), source);
    this.one = one;
  }

  ConformanceCase conformanceCase() {
    return one;
  }

  @Override
  public Type getType() {
    return Type.TEST;
  }

  @Override
  public Set<TestTag> getTags() {
    Set<TestTag> tags = new LinkedHashSet<>();
    tags.add(TestTag.create(one.area()));
    tags.add(TestTag.create(one.level().word()));
    return tags;
  }

  @Override
  public String getLegacyReportingName() {
    return one.id();
  }
}
