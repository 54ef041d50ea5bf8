// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.protection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quintain.device.DiskBacking;
import org.quintain.store.StoreRequest;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;
import org.quintain.testing.Disk;

final class ProtectedTransferTest {
  private static final int GUARD_FAILED = 0x0B1001;
  private static final int APPLICATION_TAG_FAILED = 0x0B1002;
  private static final int REFERENCE_TAG_FAILED = 0x0B1003;
  private static final int INVALID_FIELD = 0x052400;
  private static final int INVALID_OPERATION_CODE = 0x052000;

  @ParameterizedTest
  @ValueSource(ints = {512, 520, 4096})
  void givesBackWhatWasWrittenWithItsProtectionInformation(int blockBytes) {
    ProtectedDisk disk = new ProtectedDisk(1, 0, blockBytes);
    byte[] written = disk.guarded(3, 0x40, 0x1234, 7);
    assertThat(disk.write(1, 7, written).status()).isZero();
    Outcome read = disk.read(1, 7, 3);
    assertThat(read.status()).isZero();
    assertThat(read.data()).isEqualTo(written);
    assertThat(disk.read(0, 7, 3).data()).isEqualTo(disk.dataOf(written));
  }

  @Test
  void givesUserDataThatCameWithoutAGuardAndTagsThatSayNothingElse() {
    ProtectedDisk disk = new ProtectedDisk(1, 0, 512);
    byte[] data = Client.filled(1024, 0x5A);
    assertThat(disk.write(0, 9, data).status()).isZero();
    ByteBuffer read = ByteBuffer.wrap(disk.read(1, 9, 2).data());
    int guard = Crc16T10Dif.of(ByteBuffer.wrap(data), 0, 512);
    assertThat(read.getLong(512)).isEqualTo(ProtectionInformation.of(guard, 0xFFFF, 9));
    assertThat(read.getLong(1032)).isEqualTo(ProtectionInformation.of(guard, 0xFFFF, 10));
  }

  @Test
  void readsBlocksThatWereNeverWrittenWithInformationThatSaysNothing() {
    ProtectedDisk disk = new ProtectedDisk(1, 0, 512);
    Outcome read = disk.read(1, 3, 1);
    assertThat(read.status()).isZero();
    assertThat(ByteBuffer.wrap(read.data()).getLong(512)).isEqualTo(-1L);
  }

  @Test
  void refusesWritesWhoseInformationIsWrongAndLeavesTheBlocksAsTheyWere() {
    ProtectedDisk disk = new ProtectedDisk(1, 0, 512);
    byte[] good = disk.guarded(4, 0x20, 0, 10);
    assertThat(disk.write(1, 10, good).status()).isZero();
    byte[] wrongGuard = disk.guarded(4, 0x60, 0, 10);
    wrongGuard[2 * 520 + 512] ^= 1;
    Outcome refused = disk.write(1, 10, wrongGuard);
    assertThat(refused.code()).isEqualTo(GUARD_FAILED);
    assertThat(refused.sense().information()).isEqualTo(12);
    assertThat(refused.residual()).isZero();
    byte[] wrongTag = disk.guarded(4, 0x60, 0, 11);
    refused = disk.write(1, 10, wrongTag);
    assertThat(refused.code()).isEqualTo(REFERENCE_TAG_FAILED);
    assertThat(refused.sense().information()).isEqualTo(10);
    assertThat(disk.read(1, 10, 4).data()).isEqualTo(good);
  }

  @Test
  void checksWhatTheProtectFieldAsksForAlone() {
    ProtectedDisk disk = new ProtectedDisk(1, 0, 512);
    byte[] wrongGuard = disk.guarded(1, 0x60, 0, 10);
    wrongGuard[512] ^= 1;
    byte[] wrongTag = disk.guarded(1, 0x60, 0, 11);
    int[] guardAnswers = {0, GUARD_FAILED, 0, 0, GUARD_FAILED, GUARD_FAILED};
    int[] tagAnswers = {0, REFERENCE_TAG_FAILED, REFERENCE_TAG_FAILED, 0, 0, REFERENCE_TAG_FAILED};
    for (int value = 1; value <= 5; value++) {
      Outcome guard = disk.write(value, 10, wrongGuard);
      assertThat(guard.status() == 0 ? 0 : guard.code()).isEqualTo(guardAnswers[value]);
      Outcome tag = disk.write(value, 10, wrongTag);
      assertThat(tag.status() == 0 ? 0 : tag.code()).isEqualTo(tagAnswers[value]);
    }
    // What is on the medium now has a reference tag of another block.
    int[] readAnswers = {
      REFERENCE_TAG_FAILED, REFERENCE_TAG_FAILED, REFERENCE_TAG_FAILED, 0, 0, REFERENCE_TAG_FAILED
    };
    for (int value = 0; value <= 5; value++) {
      Outcome read = disk.read(value, 10, 1);
      assertThat(read.status() == 0 ? 0 : read.code()).isEqualTo(readAnswers[value]);
      if (readAnswers[value] != 0) {
        assertThat(read.sense().information()).isEqualTo(10);
        assertThat(read.data()).isEmpty();
      }
    }
  }

  @Test
  void checksNothingOfWhatSaysSoOnTheMediumButAllOfWhatIsReceived() {
    ProtectedDisk disk = new ProtectedDisk(1, 0, 512);
    byte[] escaped = disk.guarded(1, 0x60, 0xFFFF, 99);
    assertThat(disk.write(1, 10, escaped).code()).isEqualTo(REFERENCE_TAG_FAILED);
    assertThat(disk.write(3, 10, escaped).status()).isZero();
    assertThat(disk.read(1, 10, 1).data()).isEqualTo(escaped);
  }

  @Test
  void refusesReservedValuesAndAnyWhereTheMediumHasNoProtectionInformation() {
    ProtectedDisk disk = new ProtectedDisk(1, 0, 512);
    assertThat(disk.read(6, 0, 1).code()).isEqualTo(INVALID_FIELD);
    assertThat(disk.write(7, 0, Client.filled(520, 0)).code()).isEqualTo(INVALID_FIELD);
    ProtectedDisk unformatted = new ProtectedDisk(0, 0, 512);
    Outcome refused = unformatted.client.in(ProtectedDisk.cdb16(0x88, 0x20, 0, 1), 520);
    assertThat(refused.code()).isEqualTo(INVALID_FIELD);
    // SKSV, C/D, BPV, bit 7 of byte 1.
    assertThat(refused.sense().senseKeySpecific()).isEqualTo(0xCF0001);
    Client without = Disk.inMemory(512, 64).client("iqn.test:client");
    assertThat(without.in(ProtectedDisk.cdb16(0x88, 0x20, 0, 1), 520).code())
        .isEqualTo(INVALID_FIELD);
  }

  @Test
  void takesTagsFromTheCdbWithTypeTwo() {
    ProtectedDisk disk = new ProtectedDisk(2, 0, 512);
    byte[] written = disk.guarded(2, 0x30, 0xA5C3, 0x7FFF_FFFF);
    byte[] write = ProtectedDisk.cdb32(0x0B, 0x20, 5, 0x7FFF_FFFF, 0xA500, 0xFF00, 2);
    assertThat(disk.client.out(write, written).status()).isZero();
    byte[] read = ProtectedDisk.cdb32(0x09, 0x20, 5, 0x7FFF_FFFF, 0xA5C3, 0xFFFF, 2);
    assertThat(disk.client.in(read, 1040).data()).isEqualTo(written);
    byte[] second = ProtectedDisk.cdb32(0x09, 0x20, 6, 0x8000_0000, 0, 0, 1);
    assertThat(disk.client.in(second, 520).status()).isZero();
    byte[] otherReference = ProtectedDisk.cdb32(0x09, 0x20, 5, 5, 0, 0, 1);
    assertThat(disk.client.in(otherReference, 520).code()).isEqualTo(REFERENCE_TAG_FAILED);
    byte[] otherTag = ProtectedDisk.cdb32(0x09, 0x20, 5, 0x7FFF_FFFF, 0x5A00, 0xFF00, 1);
    assertThat(disk.client.in(otherTag, 520).code()).isEqualTo(APPLICATION_TAG_FAILED);
  }

  @Test
  void refusesShortCdbsThatAskForProtectionInformationOfTypeTwo() {
    ProtectedDisk disk = new ProtectedDisk(2, 0, 512);
    assertThat(disk.read(1, 0, 1).code()).isEqualTo(INVALID_OPERATION_CODE);
    assertThat(disk.write(1, 0, Client.filled(520, 0)).code()).isEqualTo(INVALID_OPERATION_CODE);
    assertThat(disk.write(0, 0, Client.filled(512, 7)).status()).isZero();
    assertThat(disk.read(0, 0, 1).data()).isEqualTo(Client.filled(512, 7));
    ProtectedDisk one = new ProtectedDisk(1, 0, 512);
    byte[] read = ProtectedDisk.cdb32(0x09, 0x20, 0, 0, 0, 0, 1);
    assertThat(one.client.in(read, 520).status()).isEqualTo(2);
  }

  @Test
  void keepsSeveralIntervalsInABlock() {
    ProtectedDisk disk = new ProtectedDisk(2, 3, 4096);
    byte[] written = disk.guarded(2, 0x10, 1, 500);
    assertThat(written).hasSize(2 * (4096 + 64));
    byte[] write = ProtectedDisk.cdb32(0x0B, 0x20, 3, 500, 0, 0, 2);
    assertThat(disk.client.out(write, written).status()).isZero();
    byte[] second = ProtectedDisk.cdb32(0x09, 0x20, 4, 508, 0, 0, 1);
    assertThat(disk.client.in(second, 4160).data())
        .isEqualTo(Arrays.copyOfRange(written, 4160, 8320));
    written[4160 + 3 * 520] ^= 1;
    Outcome refused = disk.client.out(write, written);
    assertThat(refused.code()).isEqualTo(GUARD_FAILED);
    assertThat(refused.sense().information()).isEqualTo(4);
  }

  @Test
  void leavesReferenceTagsOfTypeThreeToTheApplicationClient() {
    ProtectedDisk disk = new ProtectedDisk(3, 0, 512);
    byte[] written = disk.guarded(2, 0x30, 0xFFFF, 0x1234_5678);
    assertThat(disk.write(1, 20, written).status()).isZero();
    assertThat(disk.read(1, 20, 2).data()).isEqualTo(written);
    assertThat(disk.write(0, 21, Client.filled(512, 1)).status()).isZero();
    ByteBuffer read = ByteBuffer.wrap(disk.read(1, 21, 1).data());
    assertThat(read.getInt(514) >>> 16).isEqualTo(0xFFFF);
    assertThat(read.getInt(516)).isEqualTo(-1);
  }

  @Test
  void findsDataThatChangedUnderItsGuard() {
    ProtectedDisk disk = new ProtectedDisk(1, 0, 512);
    assertThat(disk.write(1, 10, disk.guarded(1, 0x11, 0, 10)).status()).isZero();
    StoreRequest request = new StoreRequest(this, (nowNs, done, result) -> {}, 1);
    request.write(10 * 512, false).add(ByteBuffer.allocate(512), 0, 512);
    disk.blocks.submit(0, disk.disk.world().reactor(), request);
    assertThat(disk.read(0, 10, 1).code()).isEqualTo(GUARD_FAILED);
    assertThat(disk.read(4, 10, 1).code()).isEqualTo(GUARD_FAILED);
    assertThat(disk.read(3, 10, 1).status()).isZero();
    Outcome verify = disk.client.none(ProtectedDisk.cdb16(0x8F, 0, 10, 1));
    assertThat(verify.code()).isEqualTo(GUARD_FAILED);
  }

  @Test
  void verifiesProtectionInformationByteByByte() {
    ProtectedDisk disk = new ProtectedDisk(1, 0, 512);
    byte[] written = disk.guarded(2, 0x30, 0x1111, 4);
    assertThat(disk.write(1, 4, written).status()).isZero();
    byte[] verify = ProtectedDisk.cdb16(0x8F, 0x22, 4, 2);
    assertThat(disk.client.out(verify, written).status()).isZero();
    byte[] otherTag = disk.guarded(2, 0x30, 0x2222, 4);
    assertThat(disk.client.out(verify, otherTag).code()).isEqualTo(0x0E1002);
    byte[] otherData = disk.guarded(2, 0x31, 0x1111, 4);
    assertThat(disk.client.out(verify, otherData).code()).isEqualTo(0x0E1D00);
    byte[] without = ProtectedDisk.cdb16(0x8F, 0x02, 4, 2);
    assertThat(disk.client.out(without, disk.dataOf(otherTag)).status()).isZero();
  }

  @Test
  void verifiesManyBlocksAgainstOneWhoseReferenceTagGoesUp() {
    ProtectedDisk disk = new ProtectedDisk(1, 0, 512);
    ByteBuffer same = ByteBuffer.allocate(3 * 520);
    for (int block = 0; block < 3; block++) {
      same.put(disk.guarded(1, 0x30, 0x1111, 4 + block));
    }
    assertThat(disk.write(1, 4, same.array()).status()).isZero();
    byte[] verify = ProtectedDisk.cdb16(0x8F, 0x26, 4, 3);
    assertThat(disk.client.out(verify, disk.guarded(1, 0x30, 0x1111, 4)).status()).isZero();
    assertThat(disk.client.out(verify, disk.guarded(1, 0x30, 0x1112, 4)).code())
        .isEqualTo(0x0E1002);
  }

  @Test
  void writesAndVerifiesInOneCommand() {
    ProtectedDisk disk = new ProtectedDisk(1, 0, 512);
    byte[] written = disk.guarded(2, 0x30, 0x1111, 4);
    assertThat(disk.client.out(ProtectedDisk.cdb16(0x8E, 0x22, 4, 2), written).status()).isZero();
    assertThat(disk.read(1, 4, 2).data()).isEqualTo(written);
  }

  @Test
  void transfersPartOfABlockWhereTheClientHasNoMoreRoom() {
    ProtectedDisk disk = new ProtectedDisk(1, 0, 512);
    byte[] written = disk.guarded(2, 0x30, 0x1111, 4);
    assertThat(disk.write(1, 4, written).status()).isZero();
    Outcome read = disk.client.in(ProtectedDisk.cdb16(0x88, 0x20, 4, 2), 530);
    assertThat(read.data()).isEqualTo(Arrays.copyOf(written, 530));
    assertThat(read.residual()).isEqualTo(510);
  }

  @Test
  void tellsTheFormatInReadCapacity() {
    byte[] readCapacity = ByteBuffer.allocate(16).put(0, (byte) 0x9E).put(1, (byte) 0x10).array();
    readCapacity[13] = 32;
    assertThat(new ProtectedDisk(0, 0, 512).client.in(readCapacity, 32).data()[12]).isZero();
    assertThat(new ProtectedDisk(1, 0, 512).client.in(readCapacity, 32).data()[12])
        .isEqualTo((byte) 1);
    byte[] two = new ProtectedDisk(2, 3, 4096).client.in(readCapacity, 32).data();
    assertThat(two[12]).isEqualTo((byte) 3);
    assertThat(two[13]).isEqualTo((byte) 0x30);
    assertThat(new ProtectedDisk(3, 0, 520).client.in(readCapacity, 32).data()[12])
        .isEqualTo((byte) 5);
  }

  private static byte[] compareAndWrite(int protect, long first, int blocks) {
    byte[] cdb = ProtectedDisk.cdb16(0x89, protect << 5, first, 0);
    cdb[13] = (byte) blocks;
    return cdb;
  }

  private static byte[] both(byte[] one, byte[] other) {
    return ByteBuffer.allocate(one.length + other.length).put(one).put(other).array();
  }

  @Test
  void comparesUserDataAndWritesWithProtectionInformation() {
    ProtectedDisk disk = new ProtectedDisk(1, 0, 512);
    byte[] before = disk.guarded(2, 0x30, 0x1111, 4);
    byte[] after = disk.guarded(2, 0x50, 0x2222, 4);
    assertThat(disk.write(1, 4, before).status()).isZero();
    byte[] cdb = compareAndWrite(1, 4, 2);
    byte[] wrongTags = both(before, disk.guarded(2, 0x50, 0x2222, 6));
    assertThat(disk.client.out(cdb, wrongTags).code()).isEqualTo(REFERENCE_TAG_FAILED);
    assertThat(disk.client.out(cdb, both(after, after)).code()).isEqualTo(0x0E1D00);
    assertThat(disk.client.out(cdb, both(before, after)).status()).isZero();
    assertThat(disk.read(1, 4, 2).data()).isEqualTo(after);
  }

  @Test
  void makesTheGuardAnewWhereBitsAreSet() {
    ProtectedDisk disk = new ProtectedDisk(1, 0, 512);
    assertThat(disk.write(1, 4, disk.guarded(1, 0x0F, 0x1111, 4)).status()).isZero();
    byte[] or = ProtectedDisk.cdb16(0x8B, 0x20, 4, 1);
    assertThat(disk.client.out(or, disk.guarded(1, 0xF0, 0x2222, 4)).status()).isZero();
    assertThat(disk.read(1, 4, 1).data()).isEqualTo(disk.guarded(1, 0xFF, 0x2222, 4));
  }

  @Test
  void repeatsABlockWithReferenceTagsThatGoUp() {
    ProtectedDisk disk = new ProtectedDisk(1, 0, 512);
    byte[] same = ProtectedDisk.cdb16(0x93, 0x20, 4, 3);
    for (int value : new int[] {0x77, 0x00}) {
      assertThat(disk.client.out(same, disk.guarded(1, value, 0x1111, 4)).status()).isZero();
      for (int block = 0; block < 3; block++) {
        assertThat(disk.read(1, 4 + block, 1).data())
            .isEqualTo(disk.guarded(1, value, 0x1111, 4 + block));
      }
    }
    assertThat(disk.client.out(same, disk.guarded(1, 0x77, 0, 5)).code())
        .isEqualTo(REFERENCE_TAG_FAILED);
    byte[] unset = Client.filled(520, 0x21);
    Arrays.fill(unset, 512, 520, (byte) 0xFF);
    assertThat(disk.client.out(same, unset).status()).isZero();
    assertThat(disk.read(1, 6, 1).data()).isEqualTo(unset);
    byte[] noData = ProtectedDisk.cdb16(0x93, 0x21, 4, 3);
    assertThat(disk.client.none(noData).status()).isZero();
    byte[] zeros = new byte[520];
    Arrays.fill(zeros, 512, 520, (byte) 0xFF);
    assertThat(disk.read(1, 5, 1).data()).isEqualTo(zeros);
  }

  @Test
  void obeysTheControlModePage() {
    ProtectedDisk disk = new ProtectedDisk(1, 0, 512);
    byte[] wrong = disk.guarded(1, 0x60, 0, 11);
    assertThat(disk.write(3, 10, wrong).status()).isZero();
    assertThat(disk.read(0, 10, 1).code()).isEqualTo(REFERENCE_TAG_FAILED);
    // DPICZ and RWWP.
    assertThat(modeSelectControl(disk, 0x08, 0x90).status()).isZero();
    assertThat(disk.read(0, 10, 1).status()).isZero();
    assertThat(disk.read(1, 10, 1).code()).isEqualTo(REFERENCE_TAG_FAILED);
    assertThat(disk.write(0, 10, Client.filled(512, 0)).code()).isEqualTo(INVALID_FIELD);
    assertThat(disk.write(1, 10, disk.guarded(1, 0x60, 0, 10)).status()).isZero();
  }

  /** MODE SELECT(6) of page 0Ah with bytes 2 and 5 as given, all else as by default. */
  private static Outcome modeSelectControl(ProtectedDisk disk, int two, int five) {
    byte[] page = disk.client.in(Client.cdb(0x1A, 0x08, 0x0A, 0, 64, 0), 64).data();
    page[0] = 0;
    page[2] = 0;
    page[4] &= 0x3F;
    page[4 + 2] = (byte) ((page[4 + 2] & ~0x08) | two);
    page[4 + 5] = (byte) five;
    return disk.client.out(Client.cdb(0x15, 0x10, 0, 0, page.length, 0), page);
  }

  @Test
  void expectsTheApplicationTagsOfTheModePage() {
    ProtectedDisk disk = new ProtectedDisk(1, 0, 512);
    byte[] sense = Client.cdb(0x5A, 0x08, 0x0A, 0x02, 0, 0, 0, 2, 0, 0);
    byte[] list = disk.client.in(sense, 512).data();
    assertThat(list.length).isEqualTo(8 + 16 + 8 * 24);
    ByteBuffer page = ByteBuffer.wrap(list);
    page.putShort(0, (short) 0).put(3, (byte) 0).put(8, (byte) (list[8] & 0x7F));
    page.put(24, (byte) 0).putShort(30, (short) 0x1111).putLong(32, 0).putLong(40, 10);
    page.put(48, (byte) 0x80).putShort(54, (short) 0x2222).putLong(56, 10);
    page.putLong(64, ProtectedDisk.BLOCKS - 10);
    byte[] select = Client.cdb(0x55, 0x10, 0, 0, 0, 0, 0, 0, list.length, 0);
    assertThat(disk.client.out(select, list).status()).isZero();
    assertThat(disk.write(1, 9, disk.guarded(1, 5, 0x2222, 9)).status()).isZero();
    // ATO and ATMPE.
    assertThat(modeSelectControl(disk, 0, 0xA0).status()).isZero();
    assertThat(disk.read(1, 9, 1).code()).isEqualTo(APPLICATION_TAG_FAILED);
    assertThat(disk.write(1, 9, disk.guarded(1, 5, 0x2222, 9)).code())
        .isEqualTo(APPLICATION_TAG_FAILED);
    assertThat(disk.write(1, 9, disk.guarded(1, 5, 0x1111, 9)).status()).isZero();
    assertThat(disk.write(0, 10, Client.filled(512, 1)).status()).isZero();
    assertThat(ByteBuffer.wrap(disk.read(1, 10, 1).data()).getShort(514)).isEqualTo((short) 0x2222);
    page.putLong(40, 9);
    assertThat(disk.client.out(select, list).code()).isEqualTo(0x052600);
  }

  @Test
  void changesItsTypeByFormatUnitAndKeepsItThroughPowerLoss() {
    ProtectedDisk disk = new ProtectedDisk(1, 0, 512);
    assertThat(disk.write(1, 4, disk.guarded(1, 5, 7, 4)).status()).isZero();
    byte[] typeThree = Client.cdb(1, 0, 0, 0);
    byte[] format = Client.cdb(0x04, 0xD0, 0, 0, 0, 0);
    assertThat(disk.client.out(format, typeThree).status()).isZero();
    disk.client.clearUnitAttentions();
    byte[] readCapacity = Client.cdb(0x9E, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 32, 0, 0);
    assertThat(disk.client.in(readCapacity, 32).data()[12]).isEqualTo((byte) 5);
    byte[] blank = new byte[520];
    Arrays.fill(blank, 512, 520, (byte) 0xFF);
    assertThat(disk.read(1, 4, 1).data()).isEqualTo(blank);
    Client again =
        new Disk(disk.config, new DiskBacking(disk.blocks, disk.information, disk.nonvolatile))
            .client("iqn.test:client");
    assertThat(again.in(readCapacity, 32).data()[12]).isEqualTo((byte) 5);
    assertThat(again.none(Client.cdb(0x04, 0x00, 0, 0, 0, 0)).status()).isZero();
    again.clearUnitAttentions();
    assertThat(again.in(readCapacity, 32).data()[12]).isZero();
  }

  @Test
  void refusesFormatsThatThereAreNot() {
    ProtectedDisk disk = new ProtectedDisk(1, 0, 512);
    assertThat(disk.client.none(Client.cdb(0x04, 0x40, 0, 0, 0, 0)).code())
        .isEqualTo(INVALID_FIELD);
    byte[] format = Client.cdb(0x04, 0xD0, 0, 0, 0, 0);
    assertThat(disk.client.out(format, Client.cdb(2, 0, 0, 0)).code()).isEqualTo(0x052600);
    byte[] typeOne = Client.cdb(0x04, 0xB0, 0, 0, 0, 0);
    assertThat(disk.client.out(typeOne, Client.cdb(0, 0, 0, 1, 0, 0, 0, 0)).code())
        .isEqualTo(0x052600);
    Client without = Disk.inMemory(512, 64).client("iqn.test:client");
    assertThat(without.none(Client.cdb(0x04, 0x80, 0, 0, 0, 0)).code()).isEqualTo(INVALID_FIELD);
  }
}
