package assay.report.profile;

import assay.core.profile.ProfileSummary.Bound;
import assay.core.profile.ProfileSummary.Row;
import assay.core.record.Metric;
import assay.report.chart.Ceiling;
import assay.report.chart.Estimate;
import assay.report.chart.Quantity;
import assay.report.chart.Roofline;
import assay.report.chart.SeriesLabel;
import assay.report.document.Block;
import assay.report.document.Block.Paragraph;
import assay.report.document.Figure;
import assay.report.page.Page;
import assay.report.text.Glyphs;
import assay.report.text.SafeText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Parts under the ceilings that this device reached, as a chart. */
final class ProfileRoofline {
  // With more names the list below the plot is longer than the plot.
  private static final int MAX_NAMES = 16;

  /** Ratio of two bandwidths whose labels do not run into each other. */
  private static final double APART = 1.7;

  /** Diameters of points, pixels: of the whole time, and the least that is still seen. */
  private static final double LARGEST = 30;

  private static final double SMALLEST = 6;

  private final ProfilePage page;
  private final ProfileFigures figures;

  ProfileRoofline(ProfilePage page, ProfileFigures figures) {
    this.page = page;
    this.figures = figures;
  }

  /** The chart, or why there is none. */
  Block build() {
    List<Ceiling> compute = highest(true);
    List<Ceiling> bandwidths = highest(false);
    List<Ceiling> memory = figures.cachesKnown() ? bandwidths : apart(bandwidths);
    List<Row> drawn =
        figures.divided()
            ? figures.rows().stream().filter(ProfileRoofline::fits).toList()
            : List.of();
    if (compute.isEmpty() || memory.isEmpty()) {
      return new Paragraph(page.text("roofline.none", figures.noRoof()));
    }
    List<Roofline.Point> points = points(drawn);
    Roofline chart =
        new Roofline(
            new Quantity(page.text("roofline.intensity"), "FLOP/B"),
            new Quantity(page.text("roofline.performance"), "FLOP/s"),
            memory,
            compute,
            points,
            legend(drawn),
            page.style());
    return new Figure(
        page.anchored("roofline"),
        chart,
        page.text("roofline.title"),
        page.text("roofline.alternative"),
        caption(drawn.size(), memory.size() < bandwidths.size()),
        null);
  }

  private String caption(int drawn, boolean thinned) {
    List<String> caption = new ArrayList<>(List.of(page.text("roofline.caption")));
    if (thinned) {
      caption.add(page.text("roofline.thinned"));
    }
    int out = figures.rows().size() - drawn;
    if (out > 0) {
      caption.add(page.plural("roofline.left-out", out));
    }
    if (drawn > MAX_NAMES) {
      caption.add(page.text("roofline.named", page.format().count(MAX_NAMES)));
    }
    return String.join(" ", caption);
  }

  private static boolean fits(Row row) {
    return row.part().flops() > 0 && row.part().bytes() > 0 && row.time().median() > 0;
  }

  /** The fastest ceiling of arithmetic, or of each level of memory. */
  private List<Ceiling> highest(boolean compute) {
    Map<String, ProfileFigures.Reached> highest = new LinkedHashMap<>();
    for (ProfileFigures.Reached each : figures.ceilings()) {
      if (each.compute() == compute) {
        highest.merge(
            limits(each),
            each,
            (one, other) -> one.rate().median() < other.rate().median() ? other : one);
      }
    }
    return highest.entrySet().stream()
        .map(each -> {
          Metric rate = each.getValue().rate();
          return new Ceiling(
              each.getKey() + " " + page.format().value(rate.median(), rate.unit()), rate.median());
        })
        .toList();
  }

  /** Those far enough apart for their labels: the first, the last, and whatever is between. */
  private static List<Ceiling> apart(List<Ceiling> bandwidths) {
    List<Ceiling> apart = new ArrayList<>();
    for (Ceiling each : bandwidths) {
      if (apart.isEmpty() || each.rate() * APART <= apart.getLast().rate()) {
        apart.add(each);
      }
    }
    @Nullable Ceiling last = bandwidths.isEmpty() ? null : bandwidths.getLast();
    if (last != null && !apart.contains(last)) {
      if (apart.size() > 1 && apart.getLast().rate() < last.rate() * APART) {
        apart.removeLast();
      }
      apart.add(last);
    }
    return apart;
  }

  private String limits(ProfileFigures.Reached reached) {
    return reached.compute()
        ? page.text("limits.compute")
        : page.memory(reached.about().level(), reached.about().bytes(), figures.cachesKnown());
  }

  private List<Roofline.Point> points(List<Row> rows) {
    double whole = rows.stream().mapToDouble(row -> row.time().median()).sum();
    Set<Row> named =
        rows.stream()
            .sorted(Comparator.comparingDouble((Row row) -> row.time().median()).reversed())
            .limit(MAX_NAMES)
            .collect(Collectors.toSet());
    return rows.stream()
        // The small ones on top of the large ones.
        .sorted(Comparator.comparingDouble((Row row) -> row.time().median()).reversed())
        .map(row -> {
          double share = row.time().median() / whole;
          return new Roofline.Point(
              series(row),
              named.contains(row) ? shown(row) : "",
              row.unfusedIntensity() < row.intensity()
                  ? Estimate.of(row.intensity(), row.unfusedIntensity(), row.intensity())
                  : Estimate.withoutInterval(row.intensity()),
              performance(row),
              Math.max(SMALLEST, LARGEST * Math.sqrt(share)));
        })
        .toList();
  }

  private static String shown(Row row) {
    return new Glyphs().showable(SafeText.line(ProfilePage.name(row.part())));
  }

  private static Estimate performance(Row row) {
    Double low = row.time().ciLow();
    double flops = row.part().flops();
    return low != null && low <= 0
        ? Estimate.withoutInterval(flops / row.time().median())
        : Page.rate(row.time(), flops);
  }

  /** With both kinds of ceilings, every part has a roof. */
  private static String series(Row row) {
    return (row.roof() == null ? Bound.MEMORY : row.roof().bound()).name();
  }

  private List<SeriesLabel> legend(List<Row> rows) {
    Set<String> seen = rows.stream().map(ProfileRoofline::series).collect(Collectors.toSet());
    return Arrays.stream(Bound.values())
        .filter(bound -> seen.contains(bound.name()))
        .map(bound -> new SeriesLabel(bound.name(), page.text("limited." + bound)))
        .toList();
  }
}
