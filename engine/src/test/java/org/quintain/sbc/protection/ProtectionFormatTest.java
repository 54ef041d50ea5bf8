// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

final class ProtectionFormatTest {
  @Test
  void putsGuardAndTagsWhereTheStandardHasThem() {
    ByteBuffer bytes = ByteBuffer.allocate(12);
    long information = ProtectionInformation.of(0xA1B2, 0xC3D4, 0xE5F60718);
    ProtectionInformation.write(bytes, 2, information);
    assertThat(bytes.array())
        .containsExactly(0, 0, 0xA1, 0xB2, 0xC3, 0xD4, 0xE5, 0xF6, 0x07, 0x18, 0, 0);
    assertThat(ProtectionInformation.read(bytes.order(ByteOrder.LITTLE_ENDIAN), 2))
        .isEqualTo(information);
    assertThat(ProtectionInformation.guard(information)).isEqualTo(0xA1B2);
    assertThat(ProtectionInformation.applicationTag(information)).isEqualTo(0xC3D4);
    assertThat(ProtectionInformation.referenceTag(information)).isEqualTo(0xE5F60718);
  }

  @Test
  void tellsTypesAsReadCapacityDoes() {
    assertThat(ProtectionType.TYPE_0.isProtected()).isFalse();
    assertThat(ProtectionType.TYPE_1.code()).isEqualTo(0);
    assertThat(ProtectionType.TYPE_2.code()).isEqualTo(1);
    assertThat(ProtectionType.TYPE_3.code()).isEqualTo(2);
    assertThat(ProtectionType.of(3)).isEqualTo(ProtectionType.TYPE_3);
  }

  @Test
  void countsIntervalsAndBytes() {
    ProtectionFormat format = new ProtectionFormat(ProtectionType.TYPE_2, 3, 4096);
    assertThat(format.intervalsPerBlock()).isEqualTo(8);
    assertThat(format.intervalBytes()).isEqualTo(512);
    assertThat(format.informationBytesPerBlock()).isEqualTo(64);
    assertThat(format.transferBytesPerBlock()).isEqualTo(4160);
    assertThat(new ProtectionFormat(ProtectionType.TYPE_1, 0, 512).transferBytesPerBlock())
        .isEqualTo(520);
    assertThat(ProtectionFormat.none(512).transferBytesPerBlock()).isEqualTo(512);
  }

  @Test
  void refusesSeveralIntervalsWithTypeOneAndIntervalsOfOddLength() {
    assertThat(ProtectionFormat.isValid(ProtectionType.TYPE_1, 1, 4096)).isFalse();
    assertThat(ProtectionFormat.isValid(ProtectionType.TYPE_0, 1, 4096)).isFalse();
    assertThat(ProtectionFormat.isValid(ProtectionType.TYPE_3, 2, 520)).isTrue();
    assertThat(ProtectionFormat.isValid(ProtectionType.TYPE_3, 3, 520)).isFalse();
    assertThatThrownBy(() -> new ProtectionFormat(ProtectionType.TYPE_1, 1, 4096))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void letsTagsSayThatNothingIsCheckedByType() {
    long noApplicationTag = ProtectionInformation.of(0, 0xFFFF, 7);
    long noTags = ProtectionInformation.of(0, 0xFFFF, 0xFFFF_FFFF);
    assertThat(ProtectionType.TYPE_1.isUnchecked(noApplicationTag)).isTrue();
    assertThat(ProtectionType.TYPE_2.isUnchecked(noApplicationTag)).isTrue();
    assertThat(ProtectionType.TYPE_3.isUnchecked(noApplicationTag)).isFalse();
    assertThat(ProtectionType.TYPE_3.isUnchecked(noTags)).isTrue();
    assertThat(ProtectionType.TYPE_1.isUnchecked(ProtectionInformation.of(0, 0, 0xFFFF_FFFF)))
        .isFalse();
  }

  @Test
  void findsTheApplicationTagOfABlockByItsRange() {
    ApplicationTags tags = ApplicationTags.of(new long[] {10, 20}, new int[] {0x1111, 0x2222});
    assertThat(tags.at(0)).isEqualTo(0x1111);
    assertThat(tags.at(9)).isEqualTo(0x1111);
    assertThat(tags.at(10)).isEqualTo(0x2222);
    assertThat(tags.at(19)).isEqualTo(0x2222);
    assertThat(tags.at(20)).isEqualTo(ApplicationTags.UNKNOWN);
    assertThat(ApplicationTags.NONE.at(0)).isEqualTo(ApplicationTags.UNKNOWN);
  }
}
