package assay.report.history;

import assay.core.files.AtomicFile;
import assay.core.files.IoReason;
import assay.core.files.Sha256;
import assay.core.record.CellId;
import assay.core.record.MetricKey.Better;
import assay.core.record.RunId;
import assay.core.record.Status;
import assay.report.history.StoredRun.StoredCell;
import assay.report.history.foreign.ForeignFileException;
import assay.report.history.foreign.ForeignFormat;
import assay.report.history.foreign.ForeignResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Files of other programs that were imported, as they were given: a folder each, named by a hash,
 * with the file ({@code data}) and what was said of it ({@code import.json}). The index can be made
 * anew from them.
 *
 * @param folder of all imports
 */
record Imports(Path folder) {
  private static final String ABOUT = "import.json";
  private static final String DATA = "data";
  private static final int VERSION = 1;
  private static final int ID_LENGTH = 16;
  static final String SUITE = "import";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  /**
   * What was said of a file: {@code import.json}.
   *
   * @param schemaVersion of this form
   * @param file its name
   * @param format its format's name
   * @param host the label of the host that it is of
   * @param at when its results were measured, where it does not say so itself
   * @param better which values of a CSV are better
   * @param sha256 of its content
   */
  record About(
      int schemaVersion,
      String file,
      String format,
      String host,
      Instant at,
      Better better,
      String sha256) {
    String id() {
      String all = String.join("\n", format, host, at.toString(), better.name(), sha256);
      return Sha256.of(all).substring(0, ID_LENGTH);
    }
  }

  /** The folders of the imports, in the order of their names. */
  List<Path> list() throws HistoryException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(each -> Files.isRegularFile(each.resolve(ABOUT))).sorted().toList();
    } catch (IOException e) {
      throw new HistoryException.Refused(folder + " cannot be listed: " + IoReason.of(e));
    }
  }

  Path place(About about) {
    return folder.resolve(about.id()).toAbsolutePath().normalize();
  }

  /** Stores a file. */
  void store(About about, byte[] content) throws HistoryException {
    Path place = place(about);
    try {
      Files.createDirectories(place);
      AtomicFile.write(place.resolve(DATA), content);
      // Last: without it the folder is no import.
      AtomicFile.write(place.resolve(ABOUT), MAPPER.writeValueAsString(about) + "\n");
    } catch (IOException e) {
      throw new HistoryException.Refused(place + " cannot be written: " + IoReason.of(e));
    }
  }

  /**
   * Reads an import.
   *
   * @throws IOException with a reason that names the file
   */
  List<Source> read(Path place) throws IOException {
    Path file = place.resolve(ABOUT);
    try {
      About about = MAPPER.readValue(Files.readAllBytes(file), About.class);
      if (about.schemaVersion() != VERSION) {
        throw new ForeignFileException(
            file + " has schema version " + about.schemaVersion() + ", not " + VERSION);
      }
      Path data = place.resolve(DATA);
      byte[] content = Files.readAllBytes(data);
      if (!Sha256.of(content).equals(about.sha256())) {
        throw new ForeignFileException(data + " was changed after it was imported");
      }
      return sources(about, content);
    } catch (JacksonException e) {
      throw new ForeignFileException(
          file + " is damaged: " + IoReason.oneLine(e.getOriginalMessage()));
    }
  }

  /** What is said of a file that is to be imported. */
  static About about(
      Path file, byte[] content, ForeignFormat format, String host, Instant at, Better better) {
    String name = String.valueOf(file.getFileName());
    return new About(VERSION, name, format.id(), host, at, better, Sha256.of(content));
  }

  /** A file's results as runs, one for each time. */
  List<Source> sources(About about, byte[] content) throws ForeignFileException {
    ForeignFormat format =
        ForeignFormat.byId(about.format())
            .orElseThrow(() ->
                new ForeignFileException(
                    about.file()
                        + " is in the format "
                        + about.format()
                        + ", which this version of Assay does not know"));
    Map<Instant, List<ForeignResult>> byTime = new TreeMap<>();
    for (ForeignResult result : format.read(about.file(), content, about.better())) {
      Instant at = result.at() == null ? about.at() : result.at();
      byTime.computeIfAbsent(at, _ -> new ArrayList<>()).add(result);
    }
    List<Source> sources = new ArrayList<>();
    byTime.forEach((at, results) ->
        sources.add(
            new Source(
                place(about).toString(), content.length, 0, run(about, at, results), null, null)));
    return sources;
  }

  private static StoredRun run(About about, Instant at, List<ForeignResult> results) {
    Map<CellId, StoredCell> cells = new LinkedHashMap<>();
    List<StoredValue> values = new ArrayList<>();
    for (ForeignResult result : results) {
      CellId cell = new CellId(result.benchmark(), about.format(), SeriesKey.UNKNOWN);
      switch (result.figure()) {
        case ForeignResult.None(boolean failed, String reason) ->
            cells.put(
                cell,
                new StoredCell(cell, failed ? Status.FAILED : Status.UNAVAILABLE, false, reason));
        case ForeignResult.Value value -> {
          cells.put(cell, new StoredCell(cell, Status.OK, false, null));
          values.add(
              new StoredValue(
                  series(about, cell, result.device(), value.metric()),
                  value.value(),
                  value.standardError(),
                  value.unit(),
                  value.better(),
                  value.judged()));
        }
      }
    }
    long seed = Long.parseUnsignedLong(Sha256.of(about.id() + at).substring(0, ID_LENGTH), 16);
    return new StoredRun(
        RunId.create(at, new SplittableRandom(seed)),
        at,
        true,
        about.host(),
        SeriesKey.UNKNOWN,
        SUITE,
        false,
        Map.of("import.format", about.format()),
        List.of(),
        null,
        List.copyOf(cells.values()),
        values);
  }

  private static SeriesKey series(
      About about, CellId cell, @Nullable String device, String metric) {
    return new SeriesKey(
        about.host(),
        SeriesKey.UNKNOWN,
        0,
        device == null || device.isBlank() ? SeriesKey.UNKNOWN : device,
        cell.workload(),
        cell.target(),
        SeriesKey.UNKNOWN,
        cell.precision(),
        metric);
  }
}
