package assay.report.nightly;

import assay.report.gate.Threshold;
import java.util.List;

/**
 * The verdict on a night: what was found, from most to least urgent.
 *
 * @param tonight the runs that were judged, one a host
 * @param series one a series of these hosts that is or was there, the most urgent first
 * @param hosts what moved whole hosts, the most urgent first
 * @param threshold that was applied
 * @param remarks what a reader must know besides, such as why a host was not corrected
 */
public record NightlyVerdict(
    List<NightRef> tonight,
    List<SeriesReport> series,
    List<HostReport> hosts,
    Threshold threshold,
    List<String> remarks) {
  /** Copies the lists. */
  public NightlyVerdict {
    tonight = List.copyOf(tonight);
    series = List.copyOf(series);
    hosts = List.copyOf(hosts);
    remarks = List.copyOf(remarks);
  }

  /** Series with an alarm of tonight, to the worse. */
  public List<SeriesReport> alarms() {
    return series.stream().filter(SeriesReport::alarm).toList();
  }
}
