package assay.report.nightly;

import assay.core.record.RunStoreException;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The journal as a file of JSON lines beside the runs. Lines are only ever appended, each under a
 * lock, so that two accounts can write at once.
 */
public final class JournalFile {
  /** Its name, in the folder of the runs. */
  public static final String NAME = "journal.jsonl";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .addMixIn(Journal.Statement.class, Kinds.class)
          .build();

  private final Path file;

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Journal.Accepted.class, name = "ack"),
    @JsonSubTypes.Type(value = Journal.HostAccepted.class, name = "ack-host"),
    @JsonSubTypes.Type(value = Journal.BaselineSet.class, name = "baseline"),
    @JsonSubTypes.Type(value = Journal.Declared.class, name = "note"),
    @JsonSubTypes.Type(value = Journal.Withdrawn.class, name = "withdrawn")
  })
  private interface Kinds {}

  /**
   * The journal of a folder.
   *
   * @param runs the folder of the runs; need not exist
   */
  public JournalFile(Path runs) {
    file = runs.resolve(NAME);
  }

  /** Where it is. */
  public Path path() {
    return file;
  }

  /**
   * Reads it; a missing file is an empty journal.
   *
   * @throws RunStoreException if it cannot be read or a line is damaged, with its number
   */
  public Journal read() throws RunStoreException {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      return Journal.EMPTY;
    } catch (IOException e) {
      throw new RunStoreException.Damaged(file.toString(), "it cannot be read", e);
    }
    return parse(text);
  }

  private Journal parse(String text) throws RunStoreException {
    List<Journal.Entry> entries = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      try {
        entries.add(JSON.readValue(line, Journal.Entry.class));
      } catch (JacksonException | IllegalArgumentException e) {
        String where = file + ", line " + number;
        throw new RunStoreException.Damaged(
            where, "it is no entry of a journal; correct or remove the line", e);
      }
    }
    return new Journal(entries);
  }

  /**
   * Appends an entry.
   *
   * @param account the name of the account
   * @throws RunStoreException if the journal is damaged or cannot be written
   */
  public Journal.Entry append(Instant at, String account, Journal.Statement what)
      throws RunStoreException {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      try (FileChannel channel =
              FileChannel.open(
                  file,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE);
          FileLock _ = channel.lock()) {
        ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        while (all.hasRemaining() && channel.read(all) >= 0) {
          // Reads on.
        }
        String text = new String(all.array(), StandardCharsets.UTF_8);
        Journal.Entry entry =
            new Journal.Entry("j" + (parse(text).entries().size() + 1), at, account, what);
        String line = (text.isEmpty() || text.endsWith("\n") ? "" : "\n") + write(entry);
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(line);
        channel.position(channel.size());
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
        return entry;
      }
    } catch (RunStoreException e) {
      throw e;
    } catch (IOException e) {
      throw new RunStoreException.Unwritable(file, e);
    }
  }

  private static String write(Journal.Entry entry) {
    return JSON.writeValueAsString(entry) + "\n";
  }
}
