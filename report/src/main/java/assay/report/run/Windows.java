package assay.report.run;

import assay.core.record.ForkRecord;
import assay.core.record.ForkResult;
import assay.core.record.Throttle;
import assay.core.record.store.TelemetryLog.Edge;
import assay.core.record.store.TelemetryLog.Session;
import assay.report.chart.HealthChart.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When forks were measured, and which of them under throttling.
 *
 * @param forks their measured windows
 * @param throttled those with a recorded cause that invalidates a sample
 */
record Windows(List<Span> forks, List<Span> throttled) {
  static Windows of(List<Session> sessions, List<ForkRecord> forks) {
    Set<Integer> invalid = new HashSet<>();
    for (ForkRecord fork : forks) {
      ForkResult timed = fork.outcome().result();
      if (timed != null && throttled(timed)) {
        invalid.add(fork.context().order());
      }
    }
    Windows windows = new Windows(new ArrayList<>(), new ArrayList<>());
    for (Session session : sessions) {
      double offset = HealthTraces.offset(sessions, session.header().startedUtc());
      windows.add(session.edges(), offset, invalid);
    }
    return windows;
  }

  private static boolean throttled(ForkResult timed) {
    Throttle throttle = timed.telemetry().throttle().orNull();
    return timed.excludedCause() != null || (throttle != null && throttle.throttled());
  }

  private void add(List<Edge> edges, double offset, Set<Integer> invalid) {
    @Nullable Edge begin = null;
    for (Edge edge : edges) {
      if (edge.event().equals("measured begin")) {
        begin = edge;
      } else if (edge.event().equals("measured end") && begin != null) {
        Span span = new Span(offset + begin.t(), offset + Math.max(begin.t(), edge.t()));
        forks.add(span);
        if (edge.order() != null && invalid.contains(edge.order())) {
          throttled.add(span);
        }
        begin = null;
      }
    }
  }
}
