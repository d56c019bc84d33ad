package assay.report.export;

import assay.report.document.Level;
import assay.report.gate.Evidence;
import assay.report.gate.Threshold;
import assay.report.history.SeriesKey;
import assay.report.nightly.Headline;
import assay.report.nightly.HostReport;
import assay.report.nightly.NightRef;
import assay.report.nightly.NightlyVerdict;
import assay.report.nightly.OpenChange;
import assay.report.nightly.SeriesReport;
import assay.report.text.Language;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A nightly verdict as a JSON tree, without the values of earlier nights. */
public final class NightlyJson {
  private NightlyJson() {}

  /** The indented text, which ends with a line feed. */
  public static String write(NightlyVerdict verdict) {
    return JsonText.document(of(verdict));
  }

  private static ObjectNode of(NightlyVerdict verdict) {
    ObjectNode root = JsonText.NODES.objectNode();
    root.put("formatVersion", JsonExport.FORMAT_VERSION);
    Headline headline = Headline.of(verdict, Language.EN);
    root.put("headline", headline.text());
    root.put("attention", headline.level() == Level.BAD || headline.level() == Level.WARN);
    ArrayNode tonight = root.putArray("tonight");
    verdict.tonight().forEach(night -> night(tonight.addObject(), night));
    threshold(root.putObject("threshold"), verdict.threshold());
    texts(root.putArray("remarks"), verdict.remarks());
    ArrayNode hosts = root.putArray("hosts");
    verdict.hosts().forEach(host -> host(hosts.addObject(), host));
    ArrayNode series = root.putArray("series");
    verdict.series().forEach(report -> series(series.addObject(), report));
    return root;
  }

  private static void night(ObjectNode node, NightRef night) {
    node.put("night", night.number())
        .put("startedUtc", night.started().toString())
        .put("run", night.run().value());
  }

  private static void texts(ArrayNode array, List<String> texts) {
    texts.forEach(array::add);
  }

  private static void threshold(ObjectNode node, Threshold threshold) {
    switch (threshold) {
      case Threshold.Pooled(double score, long nights) ->
          node.put("basis", "POOLED").put("score", score).put("seriesNights", nights);
      case Threshold.Simulated(double score, String noise, long nights) ->
          node.put("basis", "SIMULATED")
              .put("score", score)
              .put("seriesNights", nights)
              .put("noise", noise);
    }
  }

  private static void host(ObjectNode node, HostReport host) {
    node.put("host", host.host())
        .put("family", host.family())
        .put("verdict", host.verdict() == null ? null : host.verdict().name())
        .put("reason", host.reason())
        .put("alarm", host.alarm())
        .put("open", host.open())
        .put("canaries", host.canaries())
        .put("factor", host.verdict() == null ? null : Double.valueOf(host.factor()))
        .put("sharing", host.verdict() == null ? null : Double.valueOf(host.sharing()));
    change(node, host.change());
    node.put("acknowledged", host.acknowledged());
  }

  private static void series(ObjectNode node, SeriesReport report) {
    SeriesKey key = report.series();
    node.put("host", key.host())
        .put("identity", key.identity())
        .put("threads", key.threads())
        .put("device", key.device())
        .put("workload", key.workload())
        .put("target", key.target())
        .put("engine", key.engine())
        .put("precision", key.precision())
        .put("metric", key.metric())
        .put("unit", report.unit())
        .put("better", report.better().name())
        .put("canary", report.canary())
        .put("verdict", report.verdict().name())
        .put("reason", report.reason())
        .put("alarm", report.alarm())
        .put("open", report.open())
        .put("brokenLimit", report.limit())
        .put("tonight", finite(report.tonight()));
    ArrayNode reruns = node.putArray("reruns");
    report.reruns().forEach(reruns::add);
    node.put("nights", report.nights().size());
    evidence(node, report.evidence());
    change(node, report.change());
    node.put("acknowledged", report.acknowledged());
    ArrayNode marks = node.putArray("marks");
    report
        .marks()
        .forEach(mark ->
            marks
                .addObject()
                .put("atUtc", mark.at().toString())
                .put("kind", mark.kind().name())
                .put("text", mark.text()));
  }

  /** JSON has no other numbers; what is none is {@code INVALID}. */
  private static @Nullable Double finite(@Nullable Double value) {
    return value == null || !Double.isFinite(value) ? null : value;
  }

  private static void evidence(ObjectNode node, @Nullable Evidence evidence) {
    if (evidence == null) {
      node.putNull("evidence");
    } else {
      node.putObject("evidence")
          .put("effect", evidence.effect())
          .put("ciLow", evidence.interval().low())
          .put("ciHigh", evidence.interval().high())
          .put("level", evidence.interval().level())
          .put("smallestDetectable", evidence.smallestDetectable())
          .put("alarmAbove", evidence.limit())
          .put("baselineNights", evidence.baselineNights());
    }
  }

  private static void change(ObjectNode node, @Nullable OpenChange change) {
    if (change == null) {
      node.putNull("change");
      return;
    }
    ObjectNode own = node.putObject("change");
    night(own.putObject("firstBad"), change.firstBad());
    night(own.putObject("earliest"), change.earliest());
    night(own.putObject("latest"), change.latest());
    night(own.putObject("alarmed"), change.alarmed());
    own.put("drift", change.drift()).put("closed", change.closed());
    texts(own.putArray("suspects"), change.suspects());
    own.put("reproduce", change.reproduce());
  }
}
