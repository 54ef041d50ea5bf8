// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a run record keeps of the command line. */
class RunNoteTest {
  @Test
  void secretsOfUrlsAndNotesAreNotKept() {
    assertThat(RunNote.masked("iscsi://jouster%tilt@at@10.0.0.1:3260/iqn.2026-11.org:x/0"))
        .isEqualTo("iscsi://jouster%***@10.0.0.1:3260/iqn.2026-11.org:x/0");
    assertThat(RunNote.masked("iscsi://a%b@h/iqn.2026-11.org:x/0?target_password=c&also=d"))
        .isEqualTo("iscsi://a%***@h/iqn.2026-11.org:x/0?target_password=***&also=d");
    assertThat(RunNote.masked("chap-secret=tilt at it")).isEqualTo("chap-secret=***");
    assertThat(RunNote.masked("--tell=discovery-secret=x"))
        .isEqualTo("--tell=discovery-secret=***");
  }

  @Test
  void otherWordsStayAsTheyAre() {
    assertThat(RunNote.masked("--tell=chap-user=jouster")).isEqualTo("--tell=chap-user=jouster");
    assertThat(RunNote.masked("iscsi://jouster@10.0.0.1/iqn.2026-11.org:x/0"))
        .isEqualTo("iscsi://jouster@10.0.0.1/iqn.2026-11.org:x/0");
  }
}
