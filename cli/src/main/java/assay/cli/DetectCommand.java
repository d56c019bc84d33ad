package assay.cli;

import assay.core.stats.changepoint.ChangePoint;
import assay.core.stats.changepoint.ChangePoints;
import assay.report.history.foreign.ForeignFileException;
import assay.report.history.foreign.SeriesFile;
import assay.report.history.foreign.SeriesFile.Series;
import assay.report.text.Format;
import assay.report.text.Language;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay detect}: change points in the series of a CSV file. */
@Command(
    name = "detect",
    description = "Find where the level of a series changed.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  assay detect times.csv --direction lower",
      "  assay detect hosts.csv --json",
      "",
      "FILE has a header: value; time,value; time and one column for each series;",
      "or series,time,value. Times are numbers or ISO dates, ascending. A change",
      "point is history, not a verdict: the exit code is 0 whatever was found, and 4",
      "if no series could be judged."
    })
final class DetectCommand implements Callable<Integer> {
  private static final int DIGITS = 5;

  /** Which values are better. */
  enum Direction {
    /** Throughput. */
    higher,
    /** Time, energy. */
    lower
  }

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "CSV file in UTF-8, with a header.")
  private Path file = Path.of("");

  @Option(
      names = "--direction",
      paramLabel = "DIRECTION",
      description = "Which values are better: ${COMPLETION-CANDIDATES}. Changes are then judged.")
  private @Nullable Direction direction;

  @Option(
      names = "--signed",
      description =
          "Values may be below 0. Changes are then differences, since a percentage would mean nothing.")
  private boolean signed;

  @Option(names = "--json", description = "JSON on standard output.")
  private boolean json;

  DetectCommand() {}

  /**
   * What was found in one series.
   *
   * @param notJudged the reason; null if it was judged
   * @param changes ascending
   */
  record Result(
      String series,
      @Nullable String unit,
      int points,
      @Nullable String notJudged,
      List<Change> changes) {}

  /**
   * A change point.
   *
   * @param index position in the series, from 0, of the first value of the new level
   * @param line of the file
   * @param time as the file has it; null if it has none
   * @param before median before the change
   * @param after median after it
   * @param difference after − before, in the unit of the series
   * @param change difference ÷ before; null if that means nothing: before is 0 or values are signed
   * @param score the step over its standard error
   * @param votes methods that agree, 2 or 3
   * @param verdict BETTER or WORSE; null without a direction
   */
  record Change(
      int index,
      int line,
      @Nullable String time,
      double before,
      double after,
      double difference,
      @Nullable Double change,
      double score,
      int votes,
      @Nullable String verdict) {}

  @Override
  public Integer call() throws IOException {
    List<Result> results = read().stream().map(this::result).toList();
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    out.print(json ? Json.write(results) + "\n" : text(results));
    out.flush();
    if (results.stream().anyMatch(r -> r.notJudged() == null)) {
      return ExitCode.OK;
    }
    PrintWriter err = spec.commandLine().getErr();
    err.println("assay: nothing was judged in " + file + ": " + results.getFirst().notJudged());
    err.flush();
    return ExitCode.INCONCLUSIVE;
  }

  private List<Series> read() throws IOException {
    try {
      return SeriesFile.read(file, signed);
    } catch (ForeignFileException e) {
      String hint = e.negative() ? "; add --signed if values may be negative" : "";
      throw new UsageException(e.getMessage() + hint);
    }
  }

  private Result result(Series series) {
    double[] values = series.values();
    String reason = notJudged(values);
    List<Change> changes = new ArrayList<>();
    if (reason == null) {
      ChangePoints.find(values).forEach(point -> changes.add(change(series, point)));
    }
    return new Result(series.name(), series.unit(), values.length, reason, changes);
  }

  private static @Nullable String notJudged(double[] values) {
    if (values.length < ChangePoints.MIN_POINTS) {
      return values.length
          + (values.length == 1 ? " value; " : " values; ")
          + ChangePoints.MIN_POINTS
          + " are needed";
    }
    return Arrays.stream(values).allMatch(x -> x == values[0])
        ? "all " + values.length + " values are " + values[0] + ": was anything measured?"
        : null;
  }

  private Change change(Series series, ChangePoint point) {
    double difference = point.after() - point.before();
    double relative = difference / point.before();
    boolean rises = difference > 0;
    return new Change(
        point.index(),
        series.lines()[point.index()],
        series.times().isEmpty() ? null : series.times().get(point.index()),
        point.before(),
        point.after(),
        difference,
        !signed && Double.isFinite(relative) ? relative : null,
        point.score(),
        point.votes(),
        direction == null ? null : rises == (direction == Direction.higher) ? "BETTER" : "WORSE");
  }

  private String text(List<Result> results) {
    Format format = Format.of(Language.EN);
    Listing table =
        new Listing(
            "Change points",
            "series",
            "index",
            "time",
            "before",
            "after",
            "change",
            "score",
            "votes",
            "verdict");
    for (Result result : results) {
      String name = result.series() + (result.unit() == null ? "" : " (" + result.unit() + ")");
      if (result.notJudged() != null) {
        table.row(name, "not judged: " + result.notJudged());
      } else if (result.changes().isEmpty()) {
        table.row(name, "no change in " + format.count(result.points()) + " values");
      }
      for (Change change : result.changes()) {
        Double relative = change.change();
        table.row(
            name,
            String.valueOf(change.index()),
            change.time() == null ? "-" : change.time(),
            format.significant(change.before(), DIGITS),
            format.significant(change.after(), DIGITS),
            relative == null
                ? format.significant(change.difference(), DIGITS)
                : format.change(100 * relative),
            format.fixed(change.score(), 1),
            change.votes() + " of 3",
            change.verdict() == null ? "-" : change.verdict());
      }
    }
    return table.toString();
  }
}
