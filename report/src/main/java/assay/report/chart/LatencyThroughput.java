package assay.report.chart;

import java.util.List;

/**
 * Latency against throughput over a sweep of batch sizes, both logarithmic: each point is named by
 * its batch, a line joins the points of a series.
 */
public final class LatencyThroughput extends VectorChart {
  private final Scatter scatter;

  /**
   * A sweep.
   *
   * @param throughput horizontal axis
   * @param latency vertical axis
   * @param sweeps one per series, points in ascending batch size
   */
  public LatencyThroughput(
      Quantity throughput, Quantity latency, List<TradeOff> sweeps, ChartStyle style) {
    scatter = new Scatter(throughput, latency, sweeps, true, style, labels, (plot, placer) -> {});
  }

  @Override
  public double height() {
    return scatter.height();
  }

  @Override
  void paint(Canvas canvas) {
    scatter.paint(canvas, (c, at) -> {});
  }
}
