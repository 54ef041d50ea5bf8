// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;
import org.quintain.hardware.config.ScstConf.Statement;

class ScstConfLawsTest {
  @Property(seed = "479722032", tries = 500)
  void whatIsWrittenIsReadAgain(@ForAll("statements") List<Statement> statements)
      throws ConfigurationException {
    String text = ScstConfWriter.write(new ScstConf("law.conf", statements));
    List<Statement> read =
        ScstConfReader.read("law.conf", text).statements().stream()
            .map(Statement::withoutLines)
            .toList();
    assertThat(read).isEqualTo(statements);
    assertThat(ScstConfWriter.write(new ScstConf("law.conf", read))).isEqualTo(text);
  }

  @Property(seed = "272909985", tries = 500)
  void anyTextIsReadOrRefusedInOneSentence(@ForAll @StringLength(max = 200) String text) {
    try {
      ServeConfig.parse("any.conf", text);
    } catch (ConfigurationException refused) {
      assertThat(refused.getMessage()).startsWith("any.conf:").endsWith(".");
    }
  }

  @Property(seed = "2858747263", tries = 500)
  void anyTextOfOurOwnAlphabetIsReadOrRefusedInOneSentence(@ForAll("confLike") String text) {
    try {
      ServeConfig.parse("any.conf", text);
    } catch (ConfigurationException refused) {
      assertThat(refused.getMessage()).startsWith("any.conf:").endsWith(".");
    }
  }

  @Provide
  Arbitrary<String> confLike() {
    return Arbitraries.of(
            "HANDLER",
            "vdisk_ram",
            "DEVICE",
            "d",
            "size",
            "1048576",
            "TARGET_DRIVER",
            "iscsi",
            "TARGET",
            "iqn.2026-11.org.quintain:d",
            "LUN",
            "0",
            "GROUP",
            "INITIATOR",
            "*",
            "{",
            "}",
            "\n",
            "\n",
            "\n",
            "#",
            "\"",
            "\\",
            "enabled",
            "1",
            "portal",
            "127.0.0.1:0",
            "blocksize")
        .list()
        .ofMaxSize(60)
        .map(words -> String.join(" ", words));
  }

  @Provide
  Arbitrary<List<Statement>> statements() {
    return statements(2).list().ofMaxSize(5);
  }

  private Arbitrary<Statement> statements(int depth) {
    Arbitrary<List<String>> words =
        Arbitraries.strings()
            .withChars("abz019.:,-_ \t#\"\\{}!*?\u00e4")
            .ofMaxLength(12)
            .list()
            .ofMinSize(1)
            .ofMaxSize(4);
    Arbitrary<List<Statement>> none = Arbitraries.just(List.of());
    return Combinators.combine(
            words,
            Arbitraries.of(true, false),
            depth == 0 ? none : statements(depth - 1).list().ofMaxSize(3))
        .as((line, block, inner) -> new Statement(0, line, block, block ? inner : List.of()));
  }
}
