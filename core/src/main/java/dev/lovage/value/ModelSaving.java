// SPDX-License-Identifier: Apache-2.0
package dev.lovage.value;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.Manifest;
import dev.lovage.ModelWriter;
import dev.lovage.TaskContext;
import dev.lovage.spi.BlobRef;
import dev.lovage.spi.BlobStore;
import dev.lovage.spi.Engine;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;

/// Stores the contents of models: first the content, whole, then what names it.
record ModelSaving(Engine engine, RandomGenerator random) {

  Manifest save(ModelWriter writer, Map<String, Double> metrics, Map<String, ?> parameters)
      throws IOException {
    var task =
        TaskContext.current()
            .orElseThrow(() ->
                new LovageException(
                    ErrorCode.INVALID,
                    "save: is called outside of a handler; a version belongs to the task that makes"
                        + " it, so save it on the thread that runs the handler"));
    // What is wrong with the rest is said before anything is written.
    var said = new Manifest("", 0, "", metrics, Map.copyOf(parameters)).checked();
    var ref = new BlobRef(task.id(), random.nextLong());
    var written = new AtomicReference<CountedOutput>();
    engine
        .blobs()
        .put(
            ref,
            out -> {
              var counted = new CountedOutput(out, BlobStore.LARGEST);
              written.set(counted);
              writer.write(counted);
              counted.flush();
            });
    var content = written.get();
    return new Manifest(
        ref.toString(), content.size(), content.sha256(), said.metrics(), said.parameters());
  }
}
