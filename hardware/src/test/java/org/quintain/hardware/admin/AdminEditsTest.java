// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of changes, every row of it. */
final class AdminEditsTest {
  private static Words words(List<String> request) {
    return new Words(List.copyOf(request));
  }

  @Test
  void namesForEveryRowTheWordThatIsMissing() {
    int rows = 0;
    for (String verb : AdminEdits.verbs()) {
      for (String thing : AdminEdits.things(verb)) {
        List<String> request = new ArrayList<>(List.of(verb, thing));
        for (String asked : AdminEdits.asked(verb, thing)) {
          assertThatThrownBy(() -> AdminEdits.read(verb, words(request)))
              .hasMessageContaining(asked);
          request.add("word");
        }
        rows++;
      }
    }
    assertThat(rows).isEqualTo(16);
  }

  @Test
  void takesEveryRowWithAllItsWordsAndNoMore() throws Exception {
    for (String verb : AdminEdits.verbs()) {
      for (String thing : AdminEdits.things(verb)) {
        List<String> request = new ArrayList<>(List.of(verb, thing));
        AdminEdits.asked(verb, thing).forEach(asked -> request.add("word"));
        assertThat(AdminEdits.read(verb, words(request))).isNotNull();
        boolean hasTag = verb.equals("add") && thing.equals("portal");
        request.addAll(hasTag ? List.of("1", "more") : List.of("more"));
        assertThatThrownBy(() -> AdminEdits.read(verb, words(request)))
            .hasMessageContaining("\"more\"");
      }
    }
  }

  @Test
  void saysWhatAVerbCanBeDoneTo() {
    assertThat(AdminEdits.verbs()).containsExactly("add", "remove", "set");
    assertThatThrownBy(() -> AdminEdits.read("set", words(List.of("set"))))
        .hasMessageContaining("what: driver, device, target or state");
    assertThatThrownBy(() -> AdminEdits.read("add", words(List.of("add", "moon"))))
        .hasMessageContaining("\"moon\"");
  }
}
