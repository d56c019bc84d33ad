package assay.cpu.telemetry;

import assay.core.availability.Remedy.Advice;
import assay.core.host.ControlGroups;
import assay.core.host.HostRoot;
import assay.core.telemetry.Channel;
import assay.core.telemetry.CounterSum;
import assay.core.telemetry.Domain;
import assay.core.telemetry.InterferenceKind;
import assay.core.telemetry.Readings;
import assay.core.telemetry.ValidRange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * How long and how often processes were throttled by a CPU quota, from {@code cpu.stat} of this
 * process's control group and of all its parents, since any of them can throttle. Time is summed
 * over the groups, and within a group over its run queues: two processors throttled for 1 s count
 * as 2 s.
 */
final class ThrottledTimePart implements Part {
  private static final byte[] PERIODS = "nr_throttled".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TIME = "throttled_usec".getBytes(StandardCharsets.US_ASCII);
  private static final double MICRO = 1e-6;
  private static final Domain HOST = Domain.host("host", Domain.Kind.HOST);

  private final List<Channel> channels =
      List.of(
          new Channel.CauseTally("cgroup.throttled.time", HOST, "s", InterferenceKind.CGROUP_QUOTA),
          new Channel.CauseTally(
              "cgroup.throttled.periods", HOST, "1", InterferenceKind.CGROUP_QUOTA));
  private final List<SmallFile> files;
  private final Scan scan = new Scan();
  private final double[] micros;
  private final double[] periods;
  private final CounterSum time;
  private final CounterSum count;

  private ThrottledTimePart(List<SmallFile> files) {
    this.files = files;
    this.micros = new double[files.size()];
    this.periods = new double[files.size()];
    this.time = new CounterSum(files.size());
    this.count = new CounterSum(files.size());
  }

  /** Adds the part if the group or one of its parents can have a quota, otherwise a gap. */
  static void search(HostRoot root, ControlGroups groups, Findings findings) {
    List<SmallFile> counting = new ArrayList<>();
    Scan scan = new Scan();
    for (String folder : groups.folders()) {
      SmallFile file = new SmallFile(root, folder + "/cpu.stat", SmallFile.TEXT);
      if (file.refresh() && scan.over(file).find(TIME)) {
        counting.add(file);
      } else {
        file.close();
      }
    }
    if (counting.isEmpty()) {
      findings.gap(
          "time throttled by the CPU quota",
          "no control group from /"
              + groups.folders().getFirst()
              + " up counts throttled time: none has a quota",
          new Advice("none needed"));
    } else {
      findings.add(new ThrottledTimePart(List.copyOf(counting)));
    }
  }

  @Override
  public List<Channel> channels() {
    return channels;
  }

  @Override
  public void read(Readings into, int first) {
    for (int i = 0; i < files.size(); i++) {
      SmallFile file = files.get(i);
      if (!file.refresh()) {
        missing(into, first, file.problem());
        return;
      }
      micros[i] = number(file, TIME);
      periods[i] = number(file, PERIODS);
      if (Double.isNaN(micros[i]) || Double.isNaN(periods[i])) {
        missing(
            into,
            first,
            file.name()
                + " no longer has throttled_usec and nr_throttled, or holds a number outside their"
                + " range");
        return;
      }
    }
    into.value(first, time.next(micros) * MICRO);
    into.value(first + 1, count.next(periods));
  }

  private double number(SmallFile file, byte[] key) {
    boolean counted =
        scan.over(file).find(key)
            && scan.number()
            && scan.value() >= 0
            && !ValidRange.isAllOnes(scan.value());
    return counted ? scan.value() : Double.NaN;
  }

  private static void missing(Readings into, int first, String reason) {
    into.missing(first, reason);
    into.missing(first + 1, reason);
  }

  @Override
  public void close() {
    files.forEach(SmallFile::close);
  }
}
