package assay.report.export;

import assay.report.gate.Evidence;
import assay.report.gate.GateVerdict;
import assay.report.history.SeriesKey;
import assay.report.nightly.HostReport;
import assay.report.nightly.NightlyVerdict;
import assay.report.nightly.OpenChange;
import assay.report.nightly.SeriesReport;
import io.prometheus.metrics.model.snapshots.Labels;
import org.jspecify.annotations.Nullable;

/** The nightly verdict as gauges, to alert on: {@code assay_gate_alarm == 1}. */
final class GateGauges {
  /** Receives gauges. */
  @FunctionalInterface
  interface Sink {
    void add(String name, String help, double value, Labels labels);
  }

  private final Sink sink;

  GateGauges(Sink sink) {
    this.sink = sink;
  }

  void add(NightlyVerdict verdict) {
    verdict.hosts().forEach(this::host);
    verdict.series().forEach(this::series);
  }

  private void host(HostReport host) {
    Labels labels = Labels.of("host", host.host(), "family", host.family());
    GateVerdict verdict = host.verdict();
    sink.add(
        "assay_gate_host_verdict",
        "The nightly verdict on a whole host; always 1.",
        1,
        labels.add("verdict", verdict == null ? "NOT_JUDGED" : verdict.name()));
    sink.add(
        "assay_gate_host_alarm",
        "Whether the whole host became worse in this night.",
        host.alarm() ? 1 : 0,
        labels);
    if (verdict != null) {
      sink.add(
          "assay_gate_host_canaries_ratio",
          "By what share the canaries of a host were worse than usual.",
          host.factor(),
          labels);
    }
    firstBad("assay_gate_host_first_bad_night_time_seconds", host.change(), labels);
  }

  private void series(SeriesReport report) {
    Labels labels = labels(report.series());
    sink.add(
        "assay_gate_verdict",
        "The nightly verdict on a series; always 1.",
        1,
        labels.add("verdict", report.verdict().name()));
    sink.add(
        "assay_gate_alarm",
        "Whether a series became worse in this night or broke a limit.",
        report.alarm() ? 1 : 0,
        labels);
    sink.add(
        "assay_gate_open",
        "Whether a series is worse since an earlier night, and nobody has accepted it.",
        report.open() ? 1 : 0,
        labels);
    Evidence evidence = report.evidence();
    if (evidence != null) {
      effect("median", evidence.effect(), labels);
      effect("ci_low", evidence.interval().low(), labels);
      effect("ci_high", evidence.interval().high(), labels);
      sink.add(
          "assay_gate_limit_ratio",
          "The worsening above which a series is alarmed, as a share.",
          evidence.limit(),
          labels);
      sink.add(
          "assay_gate_smallest_detectable_ratio",
          "The smallest worsening that would be alarmed by the third night, as a share.",
          evidence.smallestDetectable(),
          labels);
    }
    firstBad("assay_gate_first_bad_night_time_seconds", report.change(), labels);
  }

  private void effect(String estimate, double share, Labels labels) {
    sink.add(
        "assay_gate_effect_ratio",
        "Change of a series against its baseline, as a share of the metric's own value.",
        share,
        labels.add("estimate", estimate));
  }

  private void firstBad(String name, @Nullable OpenChange change, Labels labels) {
    if (change != null) {
      sink.add(
          name,
          "Start of the first bad night's run, seconds since 1970.",
          change.firstBad().started().toEpochMilli() / 1000.0,
          labels);
    }
  }

  private static Labels labels(SeriesKey key) {
    return Labels.of(
        "host", key.host(),
        "identity", key.identity(),
        "threads", String.valueOf(key.threads()),
        "device", key.device(),
        "workload", key.workload(),
        "target", key.target(),
        "engine", key.engine(),
        "precision", key.precision(),
        "metric", key.metric());
  }
}
