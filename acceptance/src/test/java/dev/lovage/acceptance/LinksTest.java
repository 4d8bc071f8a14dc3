// SPDX-License-Identifier: Apache-2.0
package dev.lovage.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What a page links to is there.
class LinksTest {

  private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)(?:#[^)]*)?\\)");

  @Test
  void everyLinkToAFileLeadsSomewhere() throws IOException {
    var dead = new ArrayList<String>();
    for (var page : Markdown.pages()) {
      LINK.matcher(Files.readString(page))
          .results()
          .map(link -> link.group(1))
          .filter(target -> !target.contains("://"))
          .filter(target -> !Files.exists(page.resolveSibling(target)))
          .forEach(target -> dead.add(Repo.root().relativize(page) + " -> " + target));
    }
    assertThat(dead).isEmpty();
  }
}
