// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

/// A canvas that can't be expanded. It must fail the task that carries it, visibly.
public final class UnknownForm extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnknownForm(String form) {
    super(form + ": this form of a canvas can't be run here");
  }
}
