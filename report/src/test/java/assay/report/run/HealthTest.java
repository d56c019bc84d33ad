package assay.report.run;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.record.RunState;
import assay.core.record.SchemaVersion;
import assay.core.record.store.TelemetryLog;
import assay.core.record.store.TelemetryLog.Column;
import assay.core.record.store.TelemetryLog.Edge;
import assay.core.record.store.TelemetryLog.Line;
import assay.core.record.store.TelemetryLog.Session;
import assay.report.document.Table;
import assay.report.testing.SampleRun;
import assay.report.testing.SampleRuns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Readings as watts and shares, and where they stand in the page. */
class HealthTest {
  private static final Instant START = Instant.parse("2026-10-01T02:00:00Z");
  private static final Offset<Double> CLOSE = Offset.offset(1e-9);

  private static Column column(
      String id,
      String kind,
      String unit,
      @Nullable Double perCount,
      @Nullable Double wraps,
      @Nullable Double capacity) {
    return new Column("test", id, kind, unit, "host", perCount, wraps, capacity);
  }

  private static Session session(Instant start, Column column, List<Line> lines) {
    return new Session(
        new TelemetryLog.Header(SchemaVersion.CURRENT, null, start, List.of(column)),
        lines,
        new ArrayList<>());
  }

  private static Line line(double t, @Nullable Double value) {
    List<@Nullable Double> values = new ArrayList<>(Arrays.asList(value));
    return new Line(t, values, value == null ? Map.of(0, "the sensor slept") : null);
  }

  private static HealthTraces.Trace trace(Session... sessions) {
    return HealthTraces.of(List.of(sessions)).getFirst();
  }

  /** Wraps after 65,536 J: from 65,500 J to 64 J are 100 J in 2 s. */
  @Test
  void aCounterThatWrapsGivesWatts() {
    HealthTraces.Trace trace =
        trace(
            session(START, energy(), List.of(line(0, 65_000e6), line(1, 65_500e6), line(3, 64e6))));
    assertThat(trace.unit()).isEqualTo("W");
    assertThat(trace.values().get(0)).isCloseTo(500, CLOSE);
    assertThat(trace.values().get(1)).isCloseTo(50, CLOSE);
    assertThat(trace.seconds()).containsExactly(1.0, 3.0);
  }

  @Test
  void aCounterThatStoodStillOrMayHaveWrappedUnseenGivesNoWatts() {
    HealthTraces.Trace trace =
        trace(
            session(
                START,
                energy(),
                List.of(line(0, 5e6), line(1, 5e6), line(2, 55e6), line(3000, 18_933e6))));
    assertThat(trace.values()).containsExactly(Double.NaN, 50.0, Double.NaN);
  }

  private static Column energy() {
    return column("energy", "energyCounter", "count", 1e-6, 65_536e6, null);
  }

  @Test
  void aCounterThatWentBackWithoutAWrapGivesNoValue() {
    Column column = column("energy", "energyCounter", "count", 1e-3, null, null);
    HealthTraces.Trace trace =
        trace(session(START, column, List.of(line(0, 900.0), line(1, 400.0), line(2, 500.0))));
    assertThat(trace.values().getFirst()).isNaN();
    assertThat(trace.known()).hasSize(1);
    assertThat(trace.known()[0]).isCloseTo(0.1, CLOSE);
  }

  /** 1.5 busy processor seconds of 2 in a second are 75 %. */
  @Test
  void aTallyIsAShareOfItsCapacity() {
    Column column = column("busy", "tally", "s", null, null, 2.0);
    assertThat(trace(session(START, column, List.of(line(0, 10.0), line(1, 11.5)))).values())
        .singleElement()
        .satisfies(value -> assertThat(value).isCloseTo(75, CLOSE));
  }

  @Test
  void aResumedRunBreaksTheLine() {
    Column column = column("t", "gauge", "°C", null, null, null);
    HealthTraces.Trace trace =
        trace(
            session(START, column, List.of(line(0, 50.0), line(1, null), line(2, 51.0))),
            session(START.plusSeconds(100), column, List.of(line(1, 60.0))));
    assertThat(trace.seconds()).containsExactly(0.0, 2.0, 100.0, 101.0);
    assertThat(trace.values().get(2)).isNaN();
    assertThat(trace.why()).isEqualTo("the sensor slept");
  }

  @Test
  void aThrottledForkIsMarkedInTheChart() {
    SampleRun run = SampleRuns.everyKind(7);
    int order =
        run.forks().stream()
            .filter(fork ->
                fork.outcome().result() != null && fork.outcome().result().excludedCause() != null)
            .findFirst()
            .orElseThrow()
            .context()
            .order();
    Column column = column("t", "gauge", "°C", null, null, null);
    Session session = session(START, column, List.of(line(0, 50.0), line(9, 60.0)));
    session.edges().add(new Edge(2, "measured begin", order));
    session.edges().add(new Edge(4, "measured end", order));
    Windows windows = Windows.of(List.of(session), run.forks());
    assertThat(windows.throttled()).hasSize(1).isEqualTo(windows.forks());
    RunReportInput input =
        new RunReportInput(
            run.record(),
            RunState.FINISHED,
            run.forks(),
            null,
            List.of(session),
            null,
            List.of(),
            new Baseline.None(Baseline.Why.NO_EARLIER_RUN),
            RunHistory.none(),
            List.of());
    assertThat(Nights.html(input)).contains("1 fork invalidated by a recorded cause");
    Table.Row row = Nights.table(Nights.page(input), "health-table").rows().getFirst();
    assertThat(Nights.words(row))
        .containsExactly("t", "test", "55.0\u00a0°C", "50.0\u00a0°C", "60.0\u00a0°C", "2");
  }
}
