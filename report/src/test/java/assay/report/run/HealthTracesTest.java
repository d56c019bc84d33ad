package assay.report.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.core.record.SchemaVersion;
import assay.core.record.store.TelemetryLog.Column;
import assay.core.record.store.TelemetryLog.Header;
import assay.core.record.store.TelemetryLog.Line;
import assay.core.record.store.TelemetryLog.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Counters as watts, and as nothing where they say nothing. */
class HealthTracesTest {
  /** Wraps after 65,536 J, at 10 kW in 6.6 s. */
  private static final Column ENERGY =
      new Column(
          "rapl", "package-0.energy", "energyCounter", "count", "package-0", 1e-6, 65_536e6, null);

  /** Pairs of s and µJ. */
  private static List<Double> watts(double... secondsAndCounts) {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < secondsAndCounts.length; i += 2) {
      lines.add(new Line(secondsAndCounts[i], List.of(secondsAndCounts[i + 1]), null));
    }
    Header header = new Header(SchemaVersion.CURRENT, null, Instant.EPOCH, List.of(ENERGY));
    return HealthTraces.of(List.of(new Session(header, lines, List.of()))).getFirst().values();
  }

  @Test
  void aDifferenceIsItsMeanPowerOverAWrapToo() {
    List<Double> watts = watts(0, 65_500e6, 1, 65_526e6, 2, 40e6);
    assertThat(watts.getFirst()).isEqualTo(26, within(1e-6));
    assertThat(watts.getLast()).isEqualTo(50, within(1e-6));
  }

  @Test
  void aCounterThatStandsOrMayHaveWrappedUnseenShowsNoPower() {
    assertThat(watts(0, 5e6, 1, 5e6, 2, 55e6)).containsExactly(Double.NaN, 50.0);
    assertThat(watts(0, 5e6, 3000, 18_933e6)).containsExactly(Double.NaN);
  }
}
