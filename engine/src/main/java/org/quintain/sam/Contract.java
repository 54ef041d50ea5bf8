// SPDX-License-Identifier: Apache-2.0
package org.quintain.sam;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Tells NullAway what a method does with its arguments, in the notation of its contracts: {@code
 * "false, _ -> fail"} means that the method does not return when its first argument is false. So a
 * null test inside {@link Check#that} counts as a null test.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
@interface Contract {
  String value();
}
