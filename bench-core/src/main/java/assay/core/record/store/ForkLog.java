package assay.core.record.store;

import assay.core.record.ForkRecord;
import assay.core.record.RunStoreException;
import assay.core.record.json.RecordJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writer of {@code forks.jsonl}: a line is on disk before {@link #append} returns, so that a killed
 * run keeps every finished fork.
 *
 * <p>An incomplete last line is never dropped silently: {@link #read} reports it and {@link #open}
 * moves it to a separate file next to the log. One writer at a time; not thread-safe.
 */
public final class ForkLog implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;
  private final @Nullable Path tornMovedTo;

  private ForkLog(Path file, FileChannel channel, @Nullable Path tornMovedTo) {
    this.file = file;
    this.channel = channel;
    this.tornMovedTo = tornMovedTo;
  }

  /**
   * The content of a log.
   *
   * @param forks in the order in which they ended
   * @param tornLine an incomplete last line, null if there is none
   */
  public record Contents(List<ForkRecord> forks, @Nullable String tornLine) {
    public Contents {
      forks = List.copyOf(forks);
    }
  }

  /** Opens a log for appending; creates it if necessary. */
  public static ForkLog open(Path file) throws RunStoreException {
    try {
      Path moved = LineFile.moveTornTail(file);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      return new ForkLog(file, channel, moved);
    } catch (IOException e) {
      throw new RunStoreException.Unwritable(file, e);
    }
  }

  /** Where an earlier writer's incomplete last line was moved to, if there was one. */
  public Optional<Path> tornMovedTo() {
    return Optional.ofNullable(tornMovedTo);
  }

  /** Appends a fork and waits until it is on disk. */
  public void append(ForkRecord fork) throws RunStoreException {
    String line = RecordJson.writeLine(fork) + "\n";
    ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(false);
    } catch (IOException e) {
      throw new RunStoreException.Unwritable(file, e);
    }
  }

  @Override
  public void close() throws RunStoreException {
    try {
      channel.close();
    } catch (IOException e) {
      throw new RunStoreException.Unwritable(file, e);
    }
  }

  /**
   * Reads a log; a missing file is an empty log.
   *
   * @throws RunStoreException.Damaged if a complete line is not a fork, with its line number
   * @throws RunStoreException.OtherVersion if a line has an unsupported schema version
   */
  public static Contents read(Path file) throws RunStoreException {
    List<ForkRecord> forks = new ArrayList<>();
    String torn =
        LineFile.read(
            file, (line, number) -> forks.add(RecordJson.readFork(line, file + ":" + number)));
    return new Contents(forks, torn);
  }
}
