// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender.web;

import dev.lovage.http.WebResponse;
import java.nio.charset.StandardCharsets;

/// What all pages have around them.
final class Layout {

  private Layout() {}

  static WebResponse page(String title, String user, String body) {
    var visitor =
        """
        <form class="who" action="/feed" method="get">
          <label for="user">You are</label>
          <input id="user" name="user" value="%s" required maxlength="64" autocomplete="off">
          <button>Change</button>
        </form>
        """
            .formatted(Html.text(user));
    var feed = "/feed?user=" + Links.encoded(user.isEmpty() ? "ada" : user);
    return html(
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%s</title>
        <link rel="stylesheet" href="/style.css">
        <link rel="icon" href="data:,">
        </head>
        <body>
        <header>
          <a class="brand" href="%s">Lovage <span>movies</span></a>
          <nav><a href="%s">Feed</a><a href="/model?user=%s">Model</a></nav>
          %s
        </header>
        <main>
        %s
        </main>
        </body>
        </html>
        """
            .formatted(Html.text(title), feed, feed, Links.encoded(user), visitor, body));
  }

  private static WebResponse html(String text) {
    return new WebResponse(200, "text/html;charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }
}
