package assay.report.run;

import assay.core.record.Cell;
import assay.core.record.CellResult;
import assay.core.record.MetricKey;
import assay.core.record.Training;
import assay.report.chart.Curve;
import assay.report.chart.Estimate;
import assay.report.chart.Quantity;
import assay.report.chart.TrainingCurves;
import assay.report.document.Block;
import assay.report.document.Figure;
import assay.report.document.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Loss, accuracy, and time and energy to the target accuracy. */
final class TrainingSection {
  private static final String ANCHOR = "training";

  private final RunPage page;
  private final RunReportInput input;

  TrainingSection(RunPage page, RunReportInput input) {
    this.page = page;
    this.input = input;
  }

  private record Trained(Cell cell, CellResult result, Training training) {}

  Section build() {
    Map<String, List<Trained>> workloads = new LinkedHashMap<>();
    for (Cell cell : input.run().cells()) {
      CellResult result = cell.outcome().result();
      Training training = result == null ? null : result.training();
      if (result != null && training != null) {
        workloads
            .computeIfAbsent(cell.id().workload(), _ -> new ArrayList<>())
            .add(new Trained(cell, result, training));
      }
    }
    String title = page.text("training");
    if (workloads.isEmpty()) {
      return page.empty(ANCHOR, title, page.text("training.none"));
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Paragraph(page.text("training.intro")));
    workloads.forEach((workload, all) -> {
      int number = blocks.size();
      add(blocks, loss(number, workload, all));
      add(blocks, accuracy(number, workload, all));
    });
    new TrainingTable(page).of(input.run().cells()).ifPresent(blocks::add);
    return new Section(ANCHOR, title, blocks);
  }

  private static void add(List<Block> blocks, @Nullable Figure figure) {
    if (figure != null) {
      blocks.add(figure);
    }
  }

  private @Nullable Figure loss(int number, String workload, List<Trained> all) {
    List<Curve> curves = new ArrayList<>();
    for (Trained one : all) {
      Training.LossCurve loss = one.training().lossCurve();
      if (!loss.steps().isEmpty()) {
        curves.add(
            new Curve(
                one.cell().id().target(),
                RunPage.lane(one.cell().id()),
                loss.steps().stream().mapToDouble(Integer::doubleValue).toArray(),
                loss.losses().toArray(),
                null));
      }
    }
    if (curves.isEmpty()) {
      return null;
    }
    return new Figure(
        ANCHOR + "-loss-" + number,
        TrainingCurves.loss(
            new Quantity(page.text("axis.step"), "1"),
            new Quantity(page.text("axis.loss"), "1"),
            curves,
            page.style()),
        page.text("training.loss", workload),
        page.text("training.loss.alt", workload),
        page.text("training.loss.caption"),
        null);
  }

  private @Nullable Figure accuracy(int number, String workload, List<Trained> all) {
    List<Curve> curves = new ArrayList<>();
    for (Trained one : all) {
      double[] accuracy = one.training().testAccuracy().toArray();
      if (accuracy.length > 0) {
        double[] epochs = new double[accuracy.length];
        for (int i = 0; i < epochs.length; i++) {
          epochs[i] = one.training().epochsAt(i);
          accuracy[i] *= 100;
        }
        Training.ToTarget reached = one.training().toTarget().orNull();
        curves.add(
            new Curve(
                one.cell().id().target(),
                RunPage.lane(one.cell().id()),
                epochs,
                accuracy,
                reached == null ? null : Estimate.withoutInterval(reached.epochs())));
      }
    }
    if (curves.isEmpty()) {
      return null;
    }
    Double target = all.getFirst().training().targetAccuracy();
    return new Figure(
        ANCHOR + "-accuracy-" + number,
        TrainingCurves.accuracy(
            new Quantity(page.text("axis.epoch"), "1"),
            new Quantity(page.text("axis.accuracy"), "%"),
            curves,
            target == null
                ? null
                : new TrainingCurves.Goal(
                    100 * target, page.text("target", page.format().percent(100 * target))),
            page.style()),
        title(workload, all),
        page.text("training.accuracy.alt", workload),
        null,
        null);
  }

  private String title(String workload, List<Trained> all) {
    long reached =
        all.stream().filter(t -> t.result().metric(MetricKey.TIME_TO_TARGET) != null).count();
    boolean wanted = all.stream().anyMatch(t -> t.training().targetAccuracy() != null);
    return wanted
        ? page.text(
            "training.accuracy",
            workload,
            page.format().count(reached),
            page.format().count(all.size()))
        : page.text("training.accuracy.plain", workload);
  }
}
