// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

/// Tasks put together: chain, group, chord and the rest, as signatures that Python runs too.
public final class Canvas {

  static final String CHAIN = "celery.chain";
  static final String GROUP = "celery.group";
  static final String CHORD = "celery.chord";
  static final String CHUNKS = "celery.chunks";

  private Canvas() {}
}
