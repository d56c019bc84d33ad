package assay.core.record.store;

import assay.core.record.RunStoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Shows that a process is measuring a run: a lock on the file {@code run.lock} in its folder. The
 * system releases it however the process ends, so that a killed run is not taken for a running one.
 *
 * <p>On a file system without locks there is none, and the run is measured all the same.
 */
public final class RunLock implements AutoCloseable {
  private static final int TRIES = 10;
  private static final int MILLIS_BETWEEN = 20;

  private final Path file;
  private final FileChannel channel;

  private RunLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Takes the lock; empty if another process has it. */
  static Optional<RunLock> take(Path file) throws RunStoreException {
    FileChannel channel;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new RunStoreException.Unwritable(file, e);
    }
    RunLock lock = new RunLock(file, channel);
    // A reader that is just looking holds a shared lock for a moment.
    for (int i = 0; i < TRIES; i++) {
      if (free(channel, false)) {
        return Optional.of(lock);
      }
      pause();
    }
    lock.release();
    return Optional.empty();
  }

  /** Whether a process has the lock. */
  static boolean isTaken(Path file) {
    if (!Files.exists(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return !free(channel, true);
    } catch (IOException e) {
      return false;
    }
  }

  /** Tries to lock; a shared lock needs no permission to write. */
  private static boolean free(FileChannel channel, boolean shared) {
    try {
      @Nullable FileLock lock = channel.tryLock(0, Long.MAX_VALUE, shared);
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(MILLIS_BETWEEN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void release() {
    try {
      channel.close();
    } catch (IOException e) {
      // The lock ends with the process.
    }
  }

  /** Removes the file and releases the lock. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // A file that is left behind without a lock means nothing.
    }
    release();
  }
}
