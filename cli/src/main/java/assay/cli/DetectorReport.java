package assay.cli;

import assay.core.stats.changepoint.DetectorEvaluation;
import assay.core.stats.changepoint.DetectorEvaluation.Result;
import assay.core.stats.changepoint.LabelledSeries;
import assay.core.stats.changepoint.LabelledSeries.Noise;
import assay.core.stats.changepoint.LabelledSeries.Shape;
import assay.core.stats.changepoint.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What {@code assay evaluate detector} prints. */
record DetectorReport(List<DetectorEvaluation> evaluations) {
  static DetectorReport of(int each, long seed) {
    List<LabelledSeries> set = LabelledSeries.set(each, seed);
    return new DetectorReport(
        Arrays.stream(Method.values()).map(method -> DetectorEvaluation.of(method, set)).toList());
  }

  /**
   * Means over series of one method.
   *
   * @param shape of the series; null for all
   * @param noise likewise
   */
  record Row(Method method, @Nullable Shape shape, @Nullable Noise noise, Result result) {}

  /** Each method over all series, then the ensemble over each shape and each kind of noise. */
  List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    evaluations.forEach(e -> rows.add(new Row(e.method(), null, null, e.overall())));
    DetectorEvaluation own = ensemble();
    for (Shape shape : Shape.values()) {
      rows.add(new Row(own.method(), shape, null, own.where(s -> s.shape() == shape)));
    }
    for (Noise noise : Noise.values()) {
      rows.add(new Row(own.method(), null, noise, own.where(s -> s.noise() == noise)));
    }
    return rows;
  }

  private DetectorEvaluation ensemble() {
    return evaluations.stream()
        .filter(e -> e.method() == Method.ENSEMBLE)
        .findFirst()
        .orElseThrow();
  }

  /** Whether the ensemble reaches the goal and is above every comparison method, on both scores. */
  boolean passed() {
    Result own = ensemble().overall();
    return Stream.concat(
            Stream.of(new Goal(DetectorEvaluation.GOAL, DetectorEvaluation.GOAL)),
            evaluations.stream().filter(e -> e.method().comparison()).map(Goal::of))
        .allMatch(goal -> own.f1() >= goal.f1() && own.covering() >= goal.covering());
  }

  private record Goal(double f1, double covering) {
    static Goal of(DetectorEvaluation evaluation) {
      Result result = evaluation.overall();
      return new Goal(Math.nextUp(result.f1()), Math.nextUp(result.covering()));
    }
  }

  String text() {
    Listing methods =
        new Listing(
            "Change points found in "
                + ensemble().overall().series()
                + " simulated series (margin of five values)",
            "method",
            "F1",
            "covering",
            "precision",
            "recall");
    Listing kinds = new Listing("The ensemble", "series", "F1", "covering", "precision", "recall");
    for (Row row : rows()) {
      boolean whole = row.shape() == null && row.noise() == null;
      String name =
          whole
              ? row.method().title()
              : String.valueOf(row.shape() == null ? row.noise() : row.shape());
      Listing table = whole ? methods : kinds;
      table.row(
          whole ? name : name.toLowerCase(Locale.ROOT).replace('_', '-'),
          score(row.result().f1()),
          score(row.result().covering()),
          score(row.result().precision()),
          score(row.result().recall()));
    }
    return methods
        + "\n"
        + kinds
        + "Simulated, labelled by what was put in; each score is 1 at best and counts the beginning"
        + " of a series as found.\n";
  }

  private static String score(double share) {
    return String.format(Locale.ROOT, "%.3f", share);
  }
}
