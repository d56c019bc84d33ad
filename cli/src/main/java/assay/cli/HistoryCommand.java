package assay.cli;

import assay.core.record.MetricKey.Better;
import assay.core.record.RunId;
import assay.report.export.SeriesExports;
import assay.report.history.History;
import assay.report.history.HistoryUpdate;
import assay.report.history.SeriesExtent;
import assay.report.history.SeriesFilter;
import assay.report.history.SeriesPoint;
import assay.report.history.StoredSeries;
import assay.report.history.Verification;
import assay.report.history.foreign.ForeignFormat;
import assay.report.text.Format;
import assay.report.text.Language;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay history}: series over all stored runs. */
@Command(
    name = "history",
    description = "List, show, import and export series over all stored runs.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  assay history list 'gemm/*' time",
      "  assay history show lab-1 'gemm/m=256,n=256,k=256' cpu-simd f32 time",
      "  assay history import old.csv --format csv --host lab-1",
      "  assay history export 'gemm/*' time --format otava > nights.csv",
      "",
      "Words choose series: each is a short id, or matches a host, workload, target, precision,",
      "metric, engine or device as a whole, with * and ?."
    })
final class HistoryCommand implements Runnable {
  private static final int CANDIDATES = 10;

  @Spec private @Nullable CommandSpec spec;

  HistoryCommand() {}

  @Override
  public void run() {
    throw new UsageException("name one of: list, show, import, export, verify, prune, rebuild");
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }

  private PrintWriter err() {
    return Objects.requireNonNull(spec).commandLine().getErr();
  }

  @Command(name = "list", description = "List series.", mixinStandardHelpOptions = true)
  int list(
      @Parameters(arity = "0..*", paramLabel = "WORD", description = "Which (default: all).")
          @Nullable List<String> words,
      @Mixin HistoryOptions options)
      throws IOException {
    List<SeriesExtent> found;
    try (History history = options.updated(err())) {
      found = history.series(SeriesFilter.of(given(words)));
    }
    if (options.json()) {
      out().println(Json.write(found));
    } else if (found.isEmpty()) {
      out().println("no series");
    } else {
      Listing table =
          new Listing(
              "Series",
              "id",
              "host",
              "workload",
              "target",
              "precision",
              "metric",
              "runs",
              "first",
              "last");
      for (SeriesExtent each : found) {
        var key = each.series().series();
        table.row(
            key.id(),
            key.host(),
            key.workload(),
            key.target(),
            key.precision(),
            key.metric(),
            String.valueOf(each.runs()),
            day(each.first()),
            day(each.last()));
      }
      out().print(table);
    }
    out().flush();
    return ExitCode.OK;
  }

  private static List<String> given(@Nullable List<String> words) {
    return words == null ? List.of() : words;
  }

  private static String day(Instant instant) {
    return LocalDate.ofInstant(instant, ZoneOffset.UTC).toString();
  }

  @Command(
      name = "show",
      description = "Show the values of one series.",
      mixinStandardHelpOptions = true)
  int show(
      @Parameters(arity = "1..*", paramLabel = "WORD", description = "Which one.")
          List<String> words,
      @Mixin HistoryOptions options)
      throws IOException {
    StoredSeries series;
    List<SeriesPoint> points;
    try (History history = options.updated(err())) {
      List<StoredSeries> found = history.find(SeriesFilter.of(words)::matches);
      if (found.size() != 1) {
        throw new UsageException(several(found));
      }
      series = found.getFirst();
      points = history.points(series);
    }
    if (options.json()) {
      out().println(Json.write(Map.of("series", series, "points", points)));
    } else {
      Format format = Format.of(Language.EN);
      Listing table =
          new Listing(series.series().text(), "started", "run", "value", "change", "confirms");
      @Nullable Double before = null;
      for (SeriesPoint point : points) {
        table.row(
            point.started().toString(),
            point.run().value(),
            format.value(point.value(), series.unit()),
            before == null ? "-" : format.change(100 * (point.value() / before - 1)),
            point.confirms() == null ? "" : point.confirms().value());
        before = point.confirms() == null ? Double.valueOf(point.value()) : before;
      }
      out().print(table);
    }
    out().flush();
    return ExitCode.OK;
  }

  private static String several(List<StoredSeries> found) {
    return found.isEmpty()
        ? "no series matches; 'assay history list' shows all"
        : found.size()
            + " series match; add words, or name one by its id: "
            + found.stream()
                .limit(CANDIDATES)
                .map(each -> each.series().id() + " (" + each.series().text() + ")")
                .collect(Collectors.joining("; "))
            + (found.size() > CANDIDATES ? "; …" : "");
  }

  @Command(
      name = "import",
      description =
          "Import a file of another program. It is kept beside the runs, and its series can be"
              + " shown like any other.",
      mixinStandardHelpOptions = true)
  int importFile(
      @Parameters(paramLabel = "FILE", description = "The file.") Path file,
      @Option(
              names = "--format",
              paramLabel = "FORMAT",
              required = true,
              description = "jmh, google-benchmark, nvbench, hyperfine or csv.")
          String format,
      @Option(
              names = "--host",
              paramLabel = "LABEL",
              required = true,
              description = "The host that it is of.")
          String host,
      @Option(
              names = "--at",
              paramLabel = "TIME",
              description =
                  "When it was measured, if the file does not say so, such as"
                      + " 2026-11-30T14:00:00Z (default: when the file was changed last).")
          @Nullable String at,
      @Option(
              names = "--direction",
              paramLabel = "DIRECTION",
              defaultValue = "lower",
              description =
                  "Which values of a CSV file are better: ${COMPLETION-CANDIDATES} (default:"
                      + " ${DEFAULT-VALUE}).")
          DetectCommand.Direction direction,
      @Mixin HistoryOptions options)
      throws IOException {
    ForeignFormat known =
        ForeignFormat.byId(format)
            .orElseThrow(() ->
                new UsageException(
                    "unknown format '" + format + "'; there are " + ForeignFormat.names()));
    if (host.isBlank()) {
      throw new UsageException("--host must be a label, not empty");
    }
    try (History history = options.open()) {
      History.Imported imported =
          history.importFile(
              file,
              known,
              host,
              time(at, file),
              direction == DetectCommand.Direction.higher ? Better.HIGHER : Better.LOWER);
      out()
          .println(
              options.json()
                  ? Json.write(imported)
                  : imported.runs() == 0
                      ? "imported before: " + imported.place()
                      : "imported: "
                          + imported.values()
                          + " values of "
                          + imported.runs()
                          + " times; kept in "
                          + imported.place());
      out().flush();
    }
    return ExitCode.OK;
  }

  private static Instant time(@Nullable String at, Path file) throws IOException {
    if (at == null) {
      // Not now: the same file again must be the same import.
      return Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.SECONDS);
    }
    try {
      return OffsetDateTime.parse(at).toInstant();
    } catch (DateTimeException e) {
      throw new UsageException(
          "--at must be a time with its offset, such as 2026-11-30T14:00:00Z, not " + at);
    }
  }

  @Command(
      name = "export",
      description = "Write series to standard output, for other programs.",
      mixinStandardHelpOptions = true)
  int export(
      @Parameters(arity = "0..*", paramLabel = "WORD", description = "Which (default: all).")
          @Nullable List<String> words,
      @Option(
              names = "--format",
              paramLabel = "FORMAT",
              defaultValue = "csv",
              description =
                  "csv (series,time,value), json, otava (time and a column for each series),"
                      + " bencher or gab (the newest values, for Bencher or"
                      + " github-action-benchmark); default: ${DEFAULT-VALUE}, and json with"
                      + " --json.")
          SeriesExports.Format format,
      @Mixin HistoryOptions options)
      throws IOException {
    Map<StoredSeries, List<SeriesPoint>> chosen = new LinkedHashMap<>();
    try (History history = options.updated(err())) {
      for (StoredSeries series : history.find(SeriesFilter.of(given(words))::matches)) {
        chosen.put(
            series,
            history.points(series).stream().filter(point -> point.confirms() == null).toList());
      }
    }
    if (chosen.isEmpty()) {
      throw new UsageException("no series matches; 'assay history list' shows all");
    }
    out().print(SeriesExports.write(options.json() ? SeriesExports.Format.json : format, chosen));
    out().flush();
    return ExitCode.OK;
  }

  @Command(
      name = "verify",
      description = "Compare the index with the records: exit code 3 if they differ.",
      mixinStandardHelpOptions = true)
  int verify(@Mixin HistoryOptions options) throws IOException {
    Verification found;
    try (History history = options.open()) {
      found = history.verify();
    }
    if (options.json()) {
      out().println(Json.write(found));
    } else {
      out()
          .println(
              found.same()
                  + " runs as in their records, "
                  + found.missing().size()
                  + " missing, "
                  + found.extra().size()
                  + " without a record, "
                  + found.different().size()
                  + " different");
      lines("missing", found.missing());
      lines("without a record", found.extra());
      lines("different", found.different());
      found.leftOut().forEach(line -> out().println("left out: " + Screen.line(line)));
    }
    out().flush();
    return found.passed() ? ExitCode.OK : ExitCode.INVALID;
  }

  private void lines(String what, List<RunId> runs) {
    runs.forEach(run -> out().println(what + ": " + run));
  }

  @Command(
      name = "prune",
      description = "Remove entries from the index; records stay as they are.",
      mixinStandardHelpOptions = true)
  int prune(
      @Option(names = "--gone", description = "Those whose record is no longer there.")
          boolean gone,
      @Option(
              names = "--before",
              paramLabel = "DATE",
              description = "Those of runs before that day, such as 2026-01-31.")
          @Nullable LocalDate before,
      @Mixin HistoryOptions options)
      throws IOException {
    if (!gone && before == null) {
      throw new UsageException("say what to remove: --gone, --before DATE, or both");
    }
    List<RunId> removed;
    try (History history = options.open()) {
      removed =
          new ArrayList<>(
              history.prune(
                  gone, before == null ? null : before.atStartOfDay(ZoneOffset.UTC).toInstant()));
    }
    if (options.json()) {
      out().println(Json.write(removed));
    } else {
      out().println(String.format(Locale.ROOT, "%d entries removed", removed.size()));
      removed.forEach(run -> out().println(run));
    }
    out().flush();
    return ExitCode.OK;
  }

  @Command(
      name = "rebuild",
      description = "Make the index anew from the records.",
      mixinStandardHelpOptions = true)
  int rebuild(@Mixin HistoryOptions options) throws IOException {
    HistoryUpdate update;
    try (History history = options.open()) {
      update = history.rebuild();
      HistoryOptions.say(history, update, err(), err());
    }
    out()
        .println(
            options.json()
                ? Json.write(update)
                : "made anew from " + update.added() + " runs and imported times");
    out().flush();
    return ExitCode.OK;
  }
}
