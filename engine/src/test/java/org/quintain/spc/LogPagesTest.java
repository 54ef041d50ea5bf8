// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.testing.Client.cdb;
import static org.quintain.testing.Client.filled;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.quintain.store.StoreResult;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;

final class LogPagesTest {
  private static final int GOOD = 0;
  private static final int CUMULATIVE = 1;

  private final HeldStore store = new HeldStore(1 << 20, false);
  private final Disk disk = new Disk(Disk.config(512), store);
  private final Client client = disk.client("iqn.2026-11.org.quintain:a");

  private static byte[] sense(int control, int page, int subpage, int pointer, int length) {
    return cdb(
        0x4D,
        0,
        control << 6 | page,
        subpage,
        0,
        pointer >> 8,
        pointer & 0xFF,
        length >> 8,
        length & 0xFF,
        0);
  }

  private byte[] page(int control, int page) {
    Outcome outcome = client.in(sense(control, page, 0, 0, 0xFFFF), 0xFFFF);
    assertThat(outcome.status()).isEqualTo(GOOD);
    return outcome.data();
  }

  private static byte[] select(int options, int page, int subpage, int length) {
    return cdb(0x4C, options, page, subpage, 0, 0, 0, length >> 8, length & 0xFF, 0);
  }

  private Outcome set(String hex) {
    byte[] list = HexFormat.of().parseHex(hex);
    return client.out(select(0, CUMULATIVE << 6, 0, list.length), list);
  }

  /** The value of a parameter of a page as a number. */
  private static long value(byte[] page, int parameterCode) {
    for (int at = 4; at < page.length; at += 4 + (page[at + 3] & 0xFF)) {
      if (((page[at] & 0xFF) << 8 | (page[at + 1] & 0xFF)) == parameterCode) {
        byte[] bytes = Arrays.copyOfRange(page, at + 4, at + 4 + (page[at + 3] & 0xFF));
        return Long.parseLong(HexFormat.of().formatHex(bytes, 0, Math.min(8, bytes.length)), 16);
      }
    }
    throw new AssertionError("There is no parameter " + parameterCode + ".");
  }

  private void write(int blocks) {
    client.out(cdb(0x2A, 0, 0, 0, 0, 0, 0, 0, blocks, 0), filled(512 * blocks, 7));
  }

  @Test
  void listsItsPagesAndSubpages() {
    byte[] codes = page(CUMULATIVE, 0);
    assertThat(codes).startsWith(0, 0, 0).contains(2, 3, 5, 6, 0x0D, 0x0F, 0x15, 0x18, 0x19, 0x2F);
    Outcome pairs = client.in(sense(CUMULATIVE, 0, 0xFF, 0, 0xFFFF), 0xFFFF);
    assertThat(HexFormat.of().formatHex(pairs.data())).startsWith("40ff").contains("000000ff0200");
  }

  @Test
  void readsEveryPageThatItLists() {
    byte[] pairs = client.in(sense(CUMULATIVE, 0, 0xFF, 0, 0xFFFF), 0xFFFF).data();
    for (int at = 4; at < pairs.length; at += 2) {
      byte[] page =
          client.in(sense(CUMULATIVE, pairs[at], pairs[at + 1] & 0xFF, 0, 0xFFFF), 0xFFFF).data();
      assertThat(page[0] & 0x3F).isEqualTo(pairs[at]);
      assertThat(page[1]).isEqualTo(pairs[at + 1]);
      assertThat(page.length).isEqualTo(4 + ((page[2] & 0xFF) << 8 | (page[3] & 0xFF)));
    }
  }

  @Test
  void countsBytesAndCommands() {
    write(3);
    write(1);
    client.in(cdb(0x28, 0, 0, 0, 0, 0, 0, 0, 2, 0), 1024);
    client.none(cdb(0x2F, 0, 0, 0, 0, 0, 0, 0, 5, 0));
    assertThat(value(page(CUMULATIVE, 0x02), 5)).isEqualTo(4 * 512);
    assertThat(value(page(CUMULATIVE, 0x03), 5)).isEqualTo(2 * 512);
    assertThat(value(page(CUMULATIVE, 0x05), 5)).isEqualTo(5 * 512);
    byte[] general = page(CUMULATIVE, 0x19);
    assertThat(HexFormat.of().formatHex(general, 4, 4 + 4 + 32))
        .isEqualTo(
            "00010340"
                + "0000000000000001"
                + "0000000000000002"
                + "0000000000000004"
                + "0000000000000002");
    assertThat(value(page(3, 0x02), 5)).isZero();
  }

  @Test
  void countsErrorsThatWereNotRecovered() {
    store.failNext(StoreResult.READ_ERROR, 0);
    assertThat(client.in(cdb(0x28, 0, 0, 0, 0, 0, 0, 0, 2, 0), 1024).code()).isEqualTo(0x031100);
    assertThat(value(page(CUMULATIVE, 0x03), 6)).isEqualTo(1);
    assertThat(value(page(CUMULATIVE, 0x02), 6)).isZero();
  }

  @Test
  void resetsCountersAndTellsTheOthers() {
    Client other = disk.client("iqn.2026-11.org.quintain:b");
    write(1);
    assertThat(client.none(select(2, CUMULATIVE << 6 | 0x02, 0, 0)).status()).isEqualTo(GOOD);
    assertThat(value(page(CUMULATIVE, 0x02), 5)).isZero();
    assertThat(client.none(cdb(0, 0, 0, 0, 0, 0)).status()).isEqualTo(GOOD);
    assertThat(other.none(cdb(0, 0, 0, 0, 0, 0)).code()).isEqualTo(0x062A02);
  }

  @Test
  void startsAtTheParameterThatIsPointedAt() {
    byte[] whole = page(CUMULATIVE, 0x02);
    byte[] tail = client.in(sense(CUMULATIVE, 0x02, 0, 5, 0xFFFF), 0xFFFF).data();
    assertThat(tail).hasSize(4 + 2 * 12);
    assertThat(Arrays.copyOfRange(tail, 4, tail.length))
        .isEqualTo(Arrays.copyOfRange(whole, whole.length - 24, whole.length));
    Outcome beyond = client.in(sense(CUMULATIVE, 0x02, 0, 7, 0xFFFF), 0xFFFF);
    assertThat(beyond.code()).isEqualTo(0x052400);
    assertThat(beyond.sense().senseKeySpecific()).isEqualTo(0xCF0005);
  }

  @Test
  void pointsAtWhatIsNotThere() {
    assertThat(client.in(sense(CUMULATIVE, 0x3E, 0, 0, 255), 255).sense().senseKeySpecific())
        .isEqualTo(0xCD0002);
    assertThat(client.in(sense(CUMULATIVE, 0x02, 9, 0, 255), 255).sense().senseKeySpecific())
        .isEqualTo(0xCF0003);
    assertThat(client.in(sense(0, 0x02, 0, 0, 255), 255).sense().senseKeySpecific())
        .isEqualTo(0xCF0002);
    byte[] saving = sense(CUMULATIVE, 0x02, 0, 0, 255);
    saving[1] = 1;
    assertThat(client.in(saving, 255).sense().senseKeySpecific()).isEqualTo(0xC80001);
  }

  @Test
  void keepsTheNotesOfApplicationClients() {
    String note = "000003fc" + "5a".repeat(252);
    assertThat(set("0f000100" + note).status()).isEqualTo(GOOD);
    byte[] page = page(CUMULATIVE, 0x0F);
    assertThat(page).hasSize(4 + 64 * 256);
    assertThat(HexFormat.of().formatHex(page, 4, 4 + 256)).isEqualTo(note);
    client.none(select(0, 3 << 6 | 0x0F, 0, 0));
    assertThat(value(page(CUMULATIVE, 0x0F), 0)).isZero();
  }

  @Test
  void takesAListWholeOrNotAtAll() {
    String good = "0f000100" + "000003fc" + "5a".repeat(252);
    assertThat(set(good + "02000008" + "0000000400000000").code()).isEqualTo(0x052600);
    assertThat(set(good + "02000008" + "0000000400000000").sense().senseKeySpecific())
        .isEqualTo(0x8F0108);
    assertThat(set(good + "0f00").code()).isEqualTo(0x051A00);
    assertThat(set(good + "0f000004" + "000003fc").code()).isEqualTo(0x051A00);
    assertThat(set(good + "3e000000").sense().senseKeySpecific()).isEqualTo(0x8D0104);
    assertThat(set("0f000100" + "004003fc" + "5a".repeat(252)).code()).isEqualTo(0x052600);
    assertThat(value(page(CUMULATIVE, 0x0F), 0)).isZero();
  }

  @Test
  void refusesCdbsThatSayTwoThings() {
    byte[] list = HexFormat.of().parseHex("0f000000");
    assertThat(client.out(select(2, CUMULATIVE << 6, 0, 4), list).sense().senseKeySpecific())
        .isEqualTo(0xC90001);
    assertThat(client.out(select(0, CUMULATIVE << 6 | 0x0F, 0, 4), list).sense().senseKeySpecific())
        .isEqualTo(0xCD0002);
    assertThat(client.out(select(0, CUMULATIVE << 6, 1, 4), list).sense().senseKeySpecific())
        .isEqualTo(0xCF0003);
    assertThat(client.out(select(0, 0, 0, 4), list).sense().senseKeySpecific()).isEqualTo(0xCF0002);
    assertThat(client.none(select(2, CUMULATIVE << 6 | 0x3E, 0, 0)).code()).isEqualTo(0x052400);
  }

  @Test
  void tellsThePortsByTheirProtocol() {
    assertThat(HexFormat.of().formatHex(page(CUMULATIVE, 0x18)))
        .isEqualTo("98000008" + "000103040f000000");
  }
}
