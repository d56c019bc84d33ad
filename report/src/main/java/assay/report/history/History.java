package assay.report.history;

import assay.core.files.IoReason;
import assay.core.record.MetricKey.Better;
import assay.core.record.RunId;
import assay.core.record.store.RunFolder;
import assay.core.record.store.RunStore;
import assay.report.history.foreign.ForeignFileException;
import assay.report.history.foreign.ForeignFormat;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The history of all stored runs: an index in a database that finds a series among thousands of
 * runs. The records are the truth. A SQLite file that is damaged or of another version is made anew
 * from them, and {@link #notices} says so.
 *
 * <p>Several processes may use one database at the same time. An instance is for one thread.
 */
public final class History implements AutoCloseable {
  /** Suite of what was imported: it is shown, and is no night. */
  public static final String IMPORT_SUITE = Imports.SUITE;

  /** Name of the index in the folder of runs. */
  public static final String FILE = "history.sqlite";

  /**
   * Names the folder in a database that others share: two hosts may have folders of the same path.
   */
  static final String OWNER_FILE = "history.owner";

  /** Name of the folder of imported files in the folder of runs. */
  public static final String IMPORTS = "imports";

  /** Runs that are read before they are written together. */
  private static final int BATCH = 64;

  private final RunStore store;
  private final String url;
  private final Imports imports;
  private final List<String> notices = new ArrayList<>();
  private Database database;

  /** Work that may find the index damaged. */
  @FunctionalInterface
  private interface Attempt<T> {
    T run() throws HistoryException;
  }

  private History(RunStore store, String url) throws HistoryException {
    this.store = store;
    this.url = url;
    imports = new Imports(store.runs().resolve(IMPORTS));
    database = opened();
  }

  /**
   * Opens the history of a folder of runs, without reading the runs.
   *
   * @param url JDBC URL of another database, {@code jdbc:sqlite:FILE} or {@code
   *     jdbc:postgresql://HOST/DATABASE}; null for the file {@value #FILE} in the folder
   * @throws HistoryException.Refused if there is no such folder, or the database cannot be one of a
   *     history
   * @throws HistoryException.Unreachable if the database cannot be opened
   */
  public static History open(RunStore store, @Nullable String url) throws HistoryException {
    if (!Files.isDirectory(store.runs())) {
      throw new HistoryException.Refused(
          "there is no folder " + store.runs() + ": name the folder that holds the runs");
    }
    return new History(store, url == null ? ownUrl(store) : url);
  }

  private static String ownUrl(RunStore store) {
    return Database.url(store.runs().toAbsolutePath().resolve(FILE));
  }

  private Database opened() throws HistoryException {
    try {
      return Database.open(url);
    } catch (HistoryException.Damaged e) {
      return anew(e);
    }
  }

  private Database anew(HistoryException.Damaged damage) throws HistoryException {
    if (!url.equals(ownUrl(store))) {
      // It may be anybody's file.
      throw new HistoryException.Refused(
          "the database that was named for the history cannot be used: "
              + damage.getMessage()
              + "; name another, or remove it if it was an index");
    }
    notices.add(
        "the index could not be used and is made anew from the records: " + damage.getMessage());
    Database.delete(url);
    return Database.open(url);
  }

  /** What was repaired since it was opened: a sentence each. */
  public List<String> notices() {
    return List.copyOf(notices);
  }

  /** Makes the index anew where it turns out to be damaged, once. */
  private <T> T attempt(Attempt<T> attempt) throws HistoryException {
    try {
      return attempt.run();
    } catch (HistoryException.Damaged e) {
      database.close();
      database = anew(e);
      update();
      return attempt.run();
    }
  }

  /** Puts all runs and imports of the folder into the index that are not yet in it. */
  public HistoryUpdate update() throws HistoryException {
    return update(listed());
  }

  private List<RunFolder> listed() throws HistoryException {
    try {
      return store.list();
    } catch (IOException e) {
      throw new HistoryException.Refused(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Puts runs into the index that are not yet in it or whose record has changed since, and all
   * imports. The order of the folders does not matter, nor how they are called.
   */
  public HistoryUpdate update(List<RunFolder> folders) throws HistoryException {
    Records found = Records.of(folders);
    try {
      return write(found);
    } catch (HistoryException.Damaged e) {
      database.close();
      database = anew(e);
      return write(found);
    }
  }

  private HistoryUpdate write(Records found) throws HistoryException {
    Map<RunId, Reader.Entry> entries = entries();
    Instant since = keptSince();
    List<String> leftOut = new ArrayList<>(found.leftOut());
    List<Records.Head> wanted = new ArrayList<>();
    int unchanged = 0;
    for (Records.Head head : found.records()) {
      if (isCurrent(entries.get(head.run()), head)) {
        unchanged++;
      } else if (!head.started().isBefore(since)) {
        wanted.add(head);
      }
    }
    int added = 0;
    for (int from = 0; from < wanted.size(); from += BATCH) {
      List<Source> sources = new ArrayList<>();
      for (Records.Loaded loaded :
          Records.load(wanted.subList(from, Math.min(from + BATCH, wanted.size())))) {
        if (loaded.source() == null) {
          leftOut.add(loaded.failure());
        } else {
          sources.add(loaded.source());
        }
      }
      added += add(sources);
    }
    List<Source> imported = imported(entries, leftOut);
    imported.removeIf(source -> source.run().started().isBefore(since));
    added += add(imported);
    return new HistoryUpdate(added, unchanged, leftOut);
  }

  private static boolean isCurrent(Reader.@Nullable Entry entry, Records.Head head) {
    return entry != null && entry.size() == head.size() && entry.changed() == head.changed();
  }

  private Map<RunId, Reader.Entry> entries() throws HistoryException {
    return database.read(_ -> new Reader(database).entries());
  }

  private Instant keptSince() throws HistoryException {
    return database.read(_ -> new Reader(database).keptSince());
  }

  /** A place as the database has it: in one that is shared, after the folder's own name. */
  private String owned(String place) throws HistoryException {
    return database.isLocal() ? place : owner() + " " + place;
  }

  private String owner() throws HistoryException {
    Path file = store.runs().resolve(OWNER_FILE);
    try {
      if (!Files.exists(file)) {
        Path own = Files.createTempFile(store.runs(), OWNER_FILE, null);
        Files.writeString(own, UUID.randomUUID() + "\n");
        try {
          // Whoever is first names the folder, and never with half a name.
          Files.createLink(file, own);
        } catch (FileAlreadyExistsException e) {
          // Another process was.
        } finally {
          Files.delete(own);
        }
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new HistoryException.Refused(
          file + ", which names this folder in a shared database: " + IoReason.of(e));
    }
  }

  private int add(List<Source> sources) throws HistoryException {
    List<Source> owned = new ArrayList<>();
    for (Source source : sources) {
      owned.add(source.at(owned(source.place())));
    }
    if (!owned.isEmpty()) {
      database.write(connection -> {
        new Writer(database, connection).add(owned);
        return true;
      });
    }
    return sources.size();
  }

  /** The runs of imports that are not in the index. */
  private List<Source> imported(Map<RunId, Reader.Entry> entries, List<String> leftOut)
      throws HistoryException {
    Set<String> known = new HashSet<>();
    entries.values().forEach(entry -> known.add(entry.source()));
    List<Source> sources = new ArrayList<>();
    for (Path place : imports.list()) {
      if (!known.contains(owned(place.toAbsolutePath().normalize().toString()))) {
        try {
          sources.addAll(imports.read(place));
        } catch (IOException e) {
          leftOut.add(place + " cannot be used: " + reason(e));
        }
      }
    }
    return sources;
  }

  private static String reason(IOException e) {
    return e instanceof ForeignFileException ? String.valueOf(e.getMessage()) : IoReason.of(e);
  }

  /**
   * Makes the index anew. In a database that other folders share, only the runs of this folder are
   * read again, and what others put there is left as it is.
   */
  public HistoryUpdate rebuild() throws HistoryException {
    return attempt(() -> {
      if (database.isLocal()) {
        database.clear();
      } else {
        Set<RunId> own = new HashSet<>(own().keySet());
        Records.of(listed()).records().forEach(head -> own.add(head.run()));
        delete(List.copyOf(own));
      }
      return update();
    });
  }

  /** The entries of this folder. */
  private Map<RunId, Reader.Entry> own() throws HistoryException {
    Map<RunId, Reader.Entry> own = new HashMap<>(entries());
    if (!database.isLocal()) {
      String prefix = owned("");
      own.values().removeIf(entry -> !entry.source().startsWith(prefix));
    }
    return own;
  }

  private void delete(List<RunId> runs) throws HistoryException {
    database.write(connection -> {
      new Writer(database, connection).delete(runs);
      return true;
    });
  }

  /** All runs in the order of their start, each with its values. */
  public List<StoredRun> runs() throws HistoryException {
    return attempt(() -> database.read(_ -> new Reader(database).runs()));
  }

  /** How far the chosen series go. */
  public List<SeriesExtent> series(SeriesFilter filter) throws HistoryException {
    return attempt(() -> database.read(_ -> new Reader(database).extents(filter)));
  }

  /** The chosen series. */
  public List<StoredSeries> find(Predicate<SeriesKey> filter) throws HistoryException {
    return attempt(() -> database.read(_ -> new Reader(database).find(filter)));
  }

  /** The values of a series, oldest first; none if it is not there. */
  public List<SeriesPoint> points(StoredSeries series) throws HistoryException {
    return attempt(() -> database.read(_ -> new Reader(database).points(series)));
  }

  /** Compares the index with the records of the folder. */
  public Verification verify() throws HistoryException {
    return attempt(() -> {
      Records found = Records.of(listed());
      List<String> leftOut = new ArrayList<>(found.leftOut());
      List<Source> sources = new ArrayList<>();
      for (Records.Loaded loaded : Records.load(found.records())) {
        if (loaded.source() == null) {
          leftOut.add(loaded.failure());
        } else {
          sources.add(loaded.source());
        }
      }
      sources.addAll(imported(Map.of(), leftOut));
      Instant since = keptSince();
      sources.removeIf(source -> source.run().started().isBefore(since));
      return Comparer.compare(sources, runs(), own().keySet(), leftOut);
    });
  }

  /**
   * Removes entries from the index, never a record.
   *
   * @param gone removes those whose record is no longer in the folder
   * @param before removes those of runs that began before then, and keeps them out until the index
   *     is made anew; null for none. Not in a shared database
   * @return the removed runs
   */
  public List<RunId> prune(boolean gone, @Nullable Instant before) throws HistoryException {
    if (before != null && !database.isLocal()) {
      throw new HistoryException.Refused(
          "in a shared database old runs of other folders would be forgotten, too: move the records"
              + " away, then remove what is gone");
    }
    return attempt(() -> {
      Set<RunId> there = new HashSet<>();
      Records.of(listed()).records().forEach(head -> there.add(head.run()));
      Set<String> places = new HashSet<>();
      for (Path place : imports.list()) {
        places.add(owned(place.toAbsolutePath().normalize().toString()));
      }
      List<RunId> removed = new ArrayList<>();
      own()
          .forEach((run, entry) -> {
            boolean old = before != null && entry.started().isBefore(before);
            if (old || (gone && !there.contains(run) && !places.contains(entry.source()))) {
              removed.add(run);
            }
          });
      delete(removed);
      if (before != null) {
        database.write(_ ->
            database.update("update assay_history set kept_since = ?", before.getEpochSecond()));
      }
      removed.sort(null);
      return removed;
    });
  }

  /**
   * Imports a file of another program. It is kept in the folder of runs, as it was given.
   *
   * @param host label of the host that it is of
   * @param at when its results were measured, where the file does not say so
   * @param better which values of a CSV are better
   * @return the number of times and of values; none if the same was imported before
   * @throws HistoryException.Refused if the file cannot be used, or if one of its series has a
   *     value at the same time, or another unit, already
   */
  public Imported importFile(
      Path file, ForeignFormat format, String host, Instant at, Better better)
      throws HistoryException {
    try {
      byte[] content = Files.readAllBytes(file);
      Imports.About about = Imports.about(file, content, format, host, at, better);
      List<Source> sources = imports.sources(about, content);
      if (imports.list().contains(imports.folder().resolve(about.id()))) {
        update();
        return new Imported(0, 0, imports.place(about));
      }
      update();
      Conflicts.check(file, sources, times(sources));
      imports.store(about, content);
      update();
      int values = sources.stream().mapToInt(source -> source.run().values().size()).sum();
      return new Imported(sources.size(), values, imports.place(about));
    } catch (HistoryException e) {
      throw e;
    } catch (ForeignFileException e) {
      throw new HistoryException.Refused(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new HistoryException.Refused(file + ": " + IoReason.of(e));
    }
  }

  /** The times of values that the series of these sources have already. */
  private Map<StoredSeries, Set<Instant>> times(List<Source> sources) throws HistoryException {
    Set<SeriesKey> keys = new HashSet<>();
    sources.forEach(source -> source.run().values().forEach(value -> keys.add(value.series())));
    Map<StoredSeries, Set<Instant>> times = new HashMap<>();
    for (StoredSeries series : find(keys::contains)) {
      Set<Instant> own = new HashSet<>();
      points(series).forEach(point -> own.add(point.started()));
      times.put(series, own);
    }
    return times;
  }

  /**
   * What an import gave.
   *
   * @param runs number of times; 0 if the same was imported before
   * @param values number of values
   * @param place the folder in which the file is kept
   */
  public record Imported(int runs, int values, Path place) {}

  @Override
  public void close() {
    database.close();
  }
}
