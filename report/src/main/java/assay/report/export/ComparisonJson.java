package assay.report.export;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.record.CellId;
import assay.core.record.MetricKey;
import assay.core.stats.Interval;
import assay.report.compare.Change;
import assay.report.compare.ComparedCell;
import assay.report.compare.Comparison;
import assay.report.compare.Difference;
import assay.report.compare.MeanRatio;
import assay.report.compare.Nights;
import assay.report.compare.NotCompared;
import assay.report.compare.RunComparison;
import assay.report.compare.RunSide;
import assay.report.compare.SeriesVerdict;
import assay.report.compare.Wording;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A comparison as a JSON tree. */
final class ComparisonJson {
  private ComparisonJson() {}

  static ObjectNode of(Comparison comparison) {
    ObjectNode root = JsonText.NODES.objectNode();
    root.put("formatVersion", JsonExport.FORMAT_VERSION);
    root.put("ratio", "above 1: the other run is better than the base");
    root.put("matching", comparison.matching().name());
    side(root.putObject("base"), comparison.base());
    ArrayNode others = root.putArray("others");
    comparison.others().forEach(other -> other(others.addObject(), other));
    return root;
  }

  private static void side(ObjectNode node, RunSide side) {
    node.put("run", side.id().value())
        .put("startedUtc", side.started().toString())
        .put("suite", side.suite())
        .put("machine", side.machine());
  }

  private static void other(ObjectNode node, RunComparison other) {
    side(node.putObject("other"), other.other());
    ObjectNode machines = node.putObject("comparability");
    machines.put("verdict", other.machines().word());
    differences(machines.putArray("identity"), other.machines().identity());
    differences(machines.putArray("settings"), other.machines().settings());
    nights(node.putObject("nights"), other.nights());
    differences(node.putArray("plan"), other.plan());
    ArrayNode warnings = node.putArray("warnings");
    other.warnings().forEach(warnings::add);
    ArrayNode cells = node.putArray("cells");
    other.cells().forEach(cell -> cell(cells.addObject(), cell));
    ArrayNode means = node.putArray("geometricMeans");
    other.means().forEach(mean -> mean(means.addObject(), mean));
    not(node.putArray("missing"), other.missing());
    not(node.putArray("emulated"), other.emulated());
  }

  private static void nights(ObjectNode node, Nights nights) {
    switch (nights) {
      case Nights.One _ -> node.put("basis", "ONE_NIGHT");
      case Nights.Unknown(Duration pause) -> pause(node.put("basis", "UNKNOWN"), pause);
      case Nights.Stated(Duration pause, double sigma) ->
          pause(node.put("basis", "STATED").put("sigma", sigma), pause);
    }
  }

  /** Null for two machines. */
  private static void pause(ObjectNode node, @Nullable Duration pause) {
    node.put("pauseSeconds", pause == null ? null : Long.valueOf(pause.toSeconds()));
  }

  private static void differences(ArrayNode array, List<Difference> differences) {
    for (Difference difference : differences) {
      array
          .addObject()
          .put("name", difference.name())
          .put("base", difference.base())
          .put("other", difference.other());
    }
  }

  private static void cell(ObjectNode node, ComparedCell cell) {
    id(node, cell.base());
    node.put("otherTarget", cell.other().target());
    node.put("verdict", Wording.word(MetricKey.TIME, cell.verdict()));
    ArrayNode changes = node.putArray("changes");
    cell.changes().forEach(change -> change(changes.addObject(), change));
    ArrayNode notes = node.putArray("notes");
    cell.notes().forEach(notes::add);
    switch (cell.series()) {
      case SeriesVerdict.NotJudged(String reason) ->
          node.putObject("series").put("verdict", "NOT_JUDGED").put("reason", reason);
    }
  }

  private static void id(ObjectNode node, CellId id) {
    node.put("workload", id.workload()).put("target", id.target()).put("precision", id.precision());
  }

  private static void change(ObjectNode node, Change change) {
    node.put("metric", change.key().id());
    switch (change) {
      case Change.Missing missing -> {
        node.putNull("ratio");
        node.put("reason", missing.reason());
      }
      case Change.Ratio ratio -> {
        node.put("unit", ratio.unit())
            .put("base", ratio.base())
            .put("other", ratio.other())
            .put("ratio", ratio.ratio());
        estimate(node, ratio.estimate());
        node.put("p", ratio.p());
        node.put("verdict", Wording.word(ratio.key(), ratio.verdict()));
        node.put("forksForSame", ratio.forksForSame());
        node.put("note", ratio.note());
      }
    }
  }

  private static void estimate(ObjectNode node, Availability<Interval> estimate) {
    switch (estimate) {
      case Available<Interval>(Interval(double low, double high, double level)) ->
          node.put("ciLow", low).put("ciHigh", high).put("level", level);
      case Unavailable<Interval>(String reason, _) ->
          node.putNull("ciLow").putNull("ciHigh").put("noInterval", reason);
    }
  }

  private static void mean(ObjectNode node, MeanRatio mean) {
    node.put("scope", mean.scope())
        .put("metric", mean.key().id())
        .put("cells", mean.mean().cells())
        .put("ratio", mean.mean().ratio());
    estimate(node, mean.mean().estimate());
    node.put("verdict", Wording.word(mean.key(), mean.verdict()));
  }

  private static void not(ArrayNode array, List<NotCompared> list) {
    for (NotCompared not : list) {
      ObjectNode node = array.addObject();
      id(node, not.id());
      node.put("side", not.side().name()).put("reason", not.reason());
    }
  }
}
