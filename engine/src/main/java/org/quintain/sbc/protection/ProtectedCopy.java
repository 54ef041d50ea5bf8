// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.protection;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.store.StoreRequest;

/**
 * The protection information of blocks that a copy manager moves from disk to disk, of which either
 * may have none. What comes from a protected medium is checked as a READ without RDPROTECT checks
 * it. What goes to a protected medium is given protection information as a WRITE without WRPROTECT
 * is given it, but that tags which belong to the application client come along: the application tag
 * unless the destination's mode page says another one, and with type 3 on both sides the reference
 * tag (SBC-4 4.21.2, 4.21.3). With type 2 nobody here knows which reference tags are expected at
 * the destination, so that the application tag stays one that says: check nothing. Guards are made
 * anew from what was checked.
 *
 * <p>Zeros without a source get protection information that says nothing, by the store itself
 * (SBC-4 4.28.4). One of it serves a copy; mutable, on the owner reactor.
 */
public final class ProtectedCopy {
  private final ExpectedTags tags = new ExpectedTags();
  private final IntervalLayout from = new IntervalLayout();
  private final IntervalLayout to = new IntervalLayout();

  /** Has {@code request}, which reads {@code blocks} blocks, bring their information too. */
  public static void bring(
      StoreRequest request, Protection source, int blocks, ByteBuffer information) {
    request.information().add(information, 0, blocks * bytesPerBlock(source));
  }

  /** How many bytes of protection information a block of the medium has. */
  public static int bytesPerBlock(Protection protection) {
    return protection.format().informationBytesPerBlock();
  }

  /**
   * Whether the {@code blocks} blocks from {@code first} on are as what was brought says, which is
   * from then on as it is transferred.
   */
  public boolean isGood(
      Protection source, long first, int blocks, ByteBuffer data, ByteBuffer information) {
    ProtectionFormat format = source.format();
    int intervals = blocks * format.intervalsPerBlock();
    ProtectedStore.turnOver(information, intervals);
    if (source.control().checksOnlyIfAsked()) {
      return true;
    }
    expect(source, first);
    from.apart(format, data, 0, information, 0);
    int checks = ProtectionChecks.ofRead(0);
    return IntervalCheck.check(from, tags, 0, intervals, checks, true) == IntervalCheck.GOOD;
  }

  private void expect(Protection of, long first) {
    tags.begin(of.format(), first);
    if (of.control().isApplicationTagOwner()) {
      tags.applicationTags(of.applicationTags());
    }
  }

  /**
   * Gives {@code request}, which writes {@code blocks} blocks from {@code first} on, the protection
   * information that belongs to them.
   *
   * @param source where they come from, null if no protection information came with them
   * @param brought what came with them
   */
  public void give(
      StoreRequest request,
      Protection destination,
      long first,
      int blocks,
      ByteBuffer data,
      ByteBuffer information,
      @Nullable Protection source,
      ByteBuffer brought) {
    ProtectionFormat format = destination.format();
    int intervals = blocks * format.intervalsPerBlock();
    expect(destination, first);
    to.apart(format, data, 0, information, 0);
    IntervalCheck.generate(to, tags, 0, intervals);
    if (source != null
        && format.type() != ProtectionType.TYPE_2
        && source.format().intervalBytes() == format.intervalBytes()) {
      from.apart(source.format(), data, 0, brought, 0);
      boolean isTypeThree =
          format.type() == ProtectionType.TYPE_3 && source.format().type() == ProtectionType.TYPE_3;
      for (int interval = 0; interval < intervals; interval++) {
        keepTags(interval, isTypeThree);
      }
    }
    ProtectedStore.turnOver(information, intervals);
    request.information().add(information, 0, intervals * ProtectionInformation.BYTES);
  }

  private void keepTags(int interval, boolean isTypeThree) {
    long given = from.information(interval);
    long own = to.information(interval);
    boolean isTagFree =
        ProtectionInformation.applicationTag(own) == ProtectionInformation.NO_APPLICATION_TAG;
    to.information(
        interval,
        ProtectionInformation.of(
            ProtectionInformation.guard(own),
            ProtectionInformation.applicationTag(isTagFree ? given : own),
            ProtectionInformation.referenceTag(isTypeThree ? given : own)));
  }
}
