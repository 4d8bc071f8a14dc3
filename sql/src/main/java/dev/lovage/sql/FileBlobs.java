// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.spi.BlobRef;
import dev.lovage.spi.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// Blobs as files in a folder beside the database. A blob is written under another name and gets
/// its own when it is whole and on the disk, so a file of that name is always whole.
record FileBlobs(Path folder, boolean powerSafe, InstantSource clock) implements BlobStore, Shelf {

  private static final String UNFINISHED = ".part";

  static FileBlobs of(SqliteUrl url, InstantSource clock) {
    return new FileBlobs(Path.of(url.file() + "-blobs"), url.powerSafe(), clock);
  }

  @Override
  public void put(BlobRef ref, Content content) throws IOException {
    makeFolder();
    var unfinished = unfinished(ref);
    try {
      write(unfinished, content);
      finish(unfinished, file(ref));
    } catch (IOException | RuntimeException | Error e) {
      remove(ref);
      throw e;
    }
  }

  private void write(Path file, Content content) throws IOException {
    try (var out = FileOutput.open(file)) {
      content.writeTo(out);
      if (powerSafe) {
        out.sync();
      }
    }
  }

  private void finish(Path unfinished, Path whole) {
    try {
      Files.setLastModifiedTime(unfinished, FileTime.from(clock.instant()));
      Files.move(unfinished, whole, StandardCopyOption.ATOMIC_MOVE);
      if (powerSafe) {
        // The name too must survive.
        try (var names = FileChannel.open(folder, StandardOpenOption.READ)) {
          names.force(true);
        }
      }
    } catch (IOException e) {
      throw FileOutput.failed(whole, e);
    }
  }

  private void makeFolder() {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw FileOutput.failed(folder, e);
    }
  }

  @Override
  public Optional<InputStream> open(BlobRef ref) {
    try {
      return Optional.of(Files.newInputStream(file(ref)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw FileOutput.failed(file(ref), e);
    }
  }

  @Override
  public void remove(BlobRef ref) {
    try {
      Files.deleteIfExists(file(ref));
      Files.deleteIfExists(unfinished(ref));
    } catch (IOException e) {
      throw FileOutput.failed(file(ref), e);
    }
  }

  @Override
  public List<BlobRef> olderThan(Instant instant) {
    var old = new LinkedHashSet<BlobRef>();
    try (var files = Files.newDirectoryStream(folder)) {
      for (var file : files) {
        var ref = ref(file);
        if (ref.isPresent() && !Files.getLastModifiedTime(file).toInstant().isAfter(instant)) {
          old.add(ref.get());
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      // Nothing was stored yet, or another process has just removed one of them: the next look will
      // see the rest.
    } catch (IOException e) {
      throw FileOutput.failed(folder, e);
    }
    return List.copyOf(old);
  }

  private static Optional<BlobRef> ref(Path file) {
    var name = file.getFileName().toString();
    return BlobRef.parse(
        name.endsWith(UNFINISHED) ? name.substring(0, name.length() - UNFINISHED.length()) : name);
  }

  private Path file(BlobRef ref) {
    return folder.resolve(ref.toString());
  }

  private Path unfinished(BlobRef ref) {
    return folder.resolve(ref + UNFINISHED);
  }
}
