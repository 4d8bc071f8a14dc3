// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.TaskId;
import dev.lovage.spi.BlobRef;
import dev.lovage.spi.BlobStore;
import dev.lovage.spi.Engine;
import dev.lovage.testkit.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What crashes leave beside the database.
class FileBlobsTest {

  private static final BlobRef REF =
      new BlobRef(TaskId.parse("01890a5d-ac96-774b-bcce-b302099a8057"), 1);

  @TempDir private Path folder;

  private final ManualTime time = new ManualTime();

  private Engine open() {
    return SqliteProvider.open("sqlite:" + folder.resolve("test.db"), time);
  }

  private Path file(String name) {
    return folder.resolve("test.db-blobs").resolve(name);
  }

  private Path left(String name) throws IOException {
    Files.createDirectories(folder.resolve("test.db-blobs"));
    var file = Files.writeString(file(name), "half of");
    return Files.setLastModifiedTime(file, FileTime.from(time.instant()));
  }

  @Test
  void what_a_process_that_died_has_half_written_is_no_blob_and_goes() throws Exception {
    var half = left(REF + ".part");
    try (var engine = open()) {
      assertThat(engine.blobs().open(REF)).isEmpty();
      engine.tasks().prune(10);
      assertThat(half).exists();

      time.advance(BlobStore.SPARED);
      engine.tasks().prune(10);

      assertThat(half).doesNotExist();
    }
  }

  @Test
  void what_was_stored_before_its_version_was_published_goes_if_it_never_is() throws Exception {
    try (var engine = open()) {
      engine.blobs().put(REF, out -> out.write(1));
    }
    try (var engine = open()) {
      time.advance(BlobStore.SPARED);
      engine.tasks().prune(10);

      assertThat(engine.blobs().open(REF)).isEmpty();
      assertThat(folder.resolve("test.db-blobs")).isEmptyDirectory();
    }
  }

  @Test
  void files_of_others_are_left_alone() throws Exception {
    var note = left("note.txt");
    try (var engine = open()) {
      time.advance(BlobStore.SPARED);
      engine.tasks().prune(10);
    }
    assertThat(note).exists();
  }
}
