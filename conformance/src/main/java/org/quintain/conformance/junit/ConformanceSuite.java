// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Binds the conformance suite to a fabric: an empty class that carries this is a test class with
 * one test for each case.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ConformanceSuite {
  /**
   * The URL of the fabric, such as {@code direct:}; the property {@code quintain.conform.url} goes
   * before it.
   */
  String url();

  /** Filter words as for {@code quintain conform}; none chooses all cases. */
  String[] filters() default {};

  /** The seed of fabrics that make their own target. */
  long seed() default 1;

  /** Whether cases may change data; fabrics that make their own target lose nothing by it. */
  boolean dataLoss() default true;
}
