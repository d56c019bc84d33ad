package assay.report.history;

import assay.core.files.IoReason;
import assay.core.record.RunId;
import assay.core.record.RunStoreException;
import assay.core.record.json.RecordJson;
import assay.core.record.store.RunFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The records of folders, each run once, in the order of their start.
 *
 * @param records the runs
 * @param leftOut what cannot be used, and why: a sentence each that names the folder
 */
record Records(List<Head> records, List<String> leftOut) {
  private static final Comparator<Head> ORDER =
      Comparator.comparing(Head::started).thenComparing(Head::run);

  /** A record of which only the beginning was read. */
  record Head(RunFolder folder, RunId run, Instant started, long size, long changed) {
    String place() {
      return folder.path().toAbsolutePath().normalize().toString();
    }

    Source read() throws RunStoreException {
      return Source.of(place(), size, changed, folder.readMetrics());
    }
  }

  private record Read(@Nullable Head head, String failure) {}

  /** Either a source, or why there is none. */
  record Loaded(@Nullable Source source, String failure) {}

  /**
   * Reads the beginnings of all records. Of several folders with the same run the one that is named
   * like it counts, else the first by name.
   */
  static Records of(List<RunFolder> folders) {
    List<Read> reads = folders.parallelStream().map(Records::head).toList();
    List<String> leftOut = new ArrayList<>();
    Map<RunId, Head> byRun = new LinkedHashMap<>();
    List<Head> heads = new ArrayList<>();
    for (Read read : reads) {
      if (read.head() == null) {
        leftOut.add(read.failure());
      } else {
        heads.add(read.head());
      }
    }
    heads.sort(
        Comparator.comparing((Head head) -> !head.folder().name().equals(head.run().value()))
            .thenComparing(Head::place));
    for (Head head : heads) {
      Head other = byRun.putIfAbsent(head.run(), head);
      if (other != null && !other.place().equals(head.place())) {
        leftOut.add(head.folder().path() + " is a copy of " + other.folder().path());
      }
    }
    return new Records(byRun.values().stream().sorted(ORDER).toList(), leftOut);
  }

  private static Read head(RunFolder folder) {
    Path file = folder.runFile();
    try (InputStream json = Files.newInputStream(file)) {
      BasicFileAttributes about = Files.readAttributes(file, BasicFileAttributes.class);
      RecordJson.Head head = RecordJson.readHead(json, file.toString());
      return new Read(
          new Head(
              folder, head.id(), head.started(), about.size(), about.lastModifiedTime().toMillis()),
          "");
    } catch (NoSuchFileException e) {
      return new Read(null, folder.path() + " has no run.json: the run has measured nothing");
    } catch (RunStoreException e) {
      return new Read(null, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new Read(null, file + " cannot be read: " + IoReason.of(e));
    }
  }

  /** Reads records in parallel. */
  static List<Loaded> load(List<Head> heads) {
    return heads.parallelStream().map(Records::load).toList();
  }

  private static Loaded load(Head head) {
    try {
      return new Loaded(head.read(), "");
    } catch (RunStoreException e) {
      return new Loaded(null, String.valueOf(e.getMessage()));
    }
  }
}
