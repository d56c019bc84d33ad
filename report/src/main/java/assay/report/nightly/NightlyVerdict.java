package assay.report.nightly;

import assay.core.record.RunId;
import assay.report.gate.Threshold;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

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

  /** The labels of the hosts. */
  public SortedSet<String> hostLabels() {
    SortedSet<String> labels = new TreeSet<>();
    series.forEach(report -> labels.add(report.series().host()));
    hosts.forEach(host -> labels.add(host.host()));
    return labels;
  }

  /** Whether a run was judged. */
  public boolean judges(RunId run) {
    return tonight.stream().anyMatch(night -> night.run().equals(run));
  }

  /** The part about one host; runs without any value of another host are kept. */
  public NightlyVerdict onHost(String label) {
    Set<RunId> others =
        series.stream()
            .filter(report -> !report.series().host().equals(label))
            .flatMap(report -> report.nights().stream())
            .map(value -> value.night().run())
            .collect(Collectors.toSet());
    return new NightlyVerdict(
        tonight.stream().filter(night -> !others.contains(night.run())).toList(),
        series.stream().filter(report -> report.series().host().equals(label)).toList(),
        hosts.stream().filter(host -> host.host().equals(label)).toList(),
        threshold,
        remarks);
  }
}
