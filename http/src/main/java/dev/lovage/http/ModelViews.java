// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.lovage.Model;
import dev.lovage.ModelComparison;
import dev.lovage.ModelHistory;
import dev.lovage.ModelVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The shapes of what the API says of models.
final class ModelViews {

  private ModelViews() {}

  /// One version.
  ///
  /// @param size of its content, in bytes
  /// @param content where that is; null for the initial model, which has none
  record VersionView(
      long version,
      Instant publishedAt,
      long size,
      String sha256,
      Map<String, Double> metrics,
      Map<String, Object> parameters,
      @Nullable String content) {
    static VersionView of(ModelVersion version) {
      var manifest = version.manifest();
      return new VersionView(
          version.version(),
          version.publishedAt(),
          manifest.size(),
          manifest.sha256(),
          manifest.metrics(),
          manifest.parameters(),
          manifest.blob().isEmpty()
              ? null
              : "/v1/models/" + version.name() + "/versions/" + version.version() + "/content");
    }
  }

  /// What the process that answers has in memory.
  ///
  /// @param trouble why that is not the newest
  record Reading(
      long version, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String trouble) {
    static Reading of(Model<?> model) {
      return new Reading(model.snapshot().version(), model.trouble().orElse(null));
    }
  }

  /// A model with its newest version.
  ///
  /// @param reading null if this process does not serve it
  record ModelView(String name, @JsonUnwrapped VersionView newest, @Nullable Reading reading) {
    static ModelView of(ModelVersion version, Optional<Model<?>> served) {
      return new ModelView(
          version.name(), VersionView.of(version), served.map(Reading::of).orElse(null));
    }
  }

  record ModelList(List<ModelView> models) {}

  /// A model with its last versions, newest first.
  record ModelDetail(@JsonUnwrapped ModelView model, boolean pinned, List<VersionView> versions) {
    static ModelDetail of(ModelView model, ModelHistory history) {
      return new ModelDetail(
          model, history.pinned(), history.versions().stream().map(VersionView::of).toList());
    }
  }

  /// Two versions side by side.
  record Comparison(
      String name,
      VersionView from,
      VersionView to,
      List<ModelComparison.Metric> metrics,
      List<ModelComparison.Parameter> parameters) {
    static Comparison of(ModelComparison comparison) {
      return new Comparison(
          comparison.from().name(),
          VersionView.of(comparison.from()),
          VersionView.of(comparison.to()),
          comparison.metrics(),
          comparison.parameters());
    }
  }
}
