// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports.markup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.quintain.reports.Xml;
import org.w3c.dom.Element;

class MarkupTest {
  @Test
  void writesNestedElements() {
    String text =
        new Markup()
            .open("p", "class", "a")
            .text("x ")
            .leaf("b", "y")
            .empty("br")
            .close()
            .toString();

    assertThat(text).isEqualTo("<p class=\"a\">x <b>y</b><br/></p>");
  }

  @Test
  void escapesTextAndAttributes() {
    String hostile = "\"><script>alert('1')</script>&amp;";

    String text = new Markup().leaf("p", hostile, "title", hostile).toString();

    assertThat(text)
        .isEqualTo(
            "<p title=\"&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;\">"
                + "&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;</p>");
  }

  @Test
  void replacesWhatXmlForbidsAndWhatTurnsTextAround() {
    String text = new Markup().text("a\u0000b\u001bc\ud800d\uFFFFe\u202Ef\u0085g").toString();

    assertThat(text).isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf\uFFFDg");
  }

  @Test
  void refusesToEndWithAnOpenElement() {
    Markup markup = new Markup().open("p");

    assertThatThrownBy(markup::toString).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> new Markup().open("p", "class"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property(seed = "3569049447", tries = 500)
  void anyTextComesBackFromAParserWithoutBecomingMarkup(@ForAll String hostile) {
    String text = new Markup().leaf("p", hostile, "title", hostile).toString();

    Element root = Xml.parse(text).getDocumentElement();

    assertThat(Xml.children(root)).isEmpty();
    assertThat(root.getAttributes().getLength()).isEqualTo(1);
    assertThat(root.getTextContent()).hasSameSizeAs(root.getAttribute("title"));
  }
}
