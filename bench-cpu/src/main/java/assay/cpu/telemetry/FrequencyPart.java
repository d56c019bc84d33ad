package assay.cpu.telemetry;

import assay.core.availability.Remedy.Advice;
import assay.core.host.CpuInfo;
import assay.core.host.HostRoot;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.telemetry.Readings;
import assay.core.telemetry.ValidRange;
import java.util.ArrayList;
import java.util.List;

/**
 * Mean, lowest and highest frequency of some cores, Hz, from cpufreq's {@code scaling_cur_freq}:
 * the measured frequency if the kernel can read it, otherwise the requested one. A core that has
 * gone offline does not count.
 */
final class FrequencyPart implements Part {
  // Reading a core's frequency interrupts the core on many kernels; 16 evenly spaced cores show a
  // drop in the clock on machines of any size.
  private static final int MAX_CORES = 16;
  private static final double HERTZ_PER_KILOHERTZ = 1000;
  private static final double MAX_KILOHERTZ = ValidRange.CLOCK.max() / HERTZ_PER_KILOHERTZ;
  private static final Domain HOST = Domain.host("host", Domain.Kind.HOST);

  private final List<Channel> channels =
      List.of(
          new Channel.Gauge("cpu.frequency.mean", HOST, "Hz"),
          new Channel.Gauge("cpu.frequency.min", HOST, "Hz"),
          new Channel.Gauge("cpu.frequency.max", HOST, "Hz"));
  private final List<NumberFile> files;

  private FrequencyPart(List<NumberFile> files) {
    this.files = files;
  }

  /** Adds the part if the machine reports frequencies, otherwise a gap. */
  static void search(HostRoot root, Topology topology, CpuInfo processor, Findings findings) {
    List<NumberFile> files = new ArrayList<>();
    List<Topology.Cpu> cores = topology.onePerCore();
    int count = Math.min(cores.size(), MAX_CORES);
    for (int i = 0; i < count; i++) {
      Topology.Cpu core = cores.get((int) ((long) i * cores.size() / count));
      files.add(
          NumberFile.sensor(root, core.folder() + "/cpufreq/scaling_cur_freq", 1, MAX_KILOHERTZ));
    }
    if (files.stream().anyMatch(NumberFile::refresh)) {
      findings.add(new FrequencyPart(files));
      if (count < cores.size()) {
        findings.gap(
            "frequency of every core",
            count + " of " + cores.size() + " cores are read, evenly spaced",
            new Advice("none needed: reading every core would disturb the measurement"));
      }
      return;
    }
    files.forEach(NumberFile::close);
    findings.gap(
        "processor frequency",
        files.isEmpty()
            ? "/sys/devices/system/cpu lists no processors"
            : files.getFirst().problem(),
        new Advice(
            processor.virtual()
                ? "none on a virtual machine: its hypervisor sets the clock; measure on the host"
                : "load the processor's cpufreq driver, such as intel_pstate, amd_pstate or"
                    + " cppc_cpufreq"));
  }

  @Override
  public List<Channel> channels() {
    return channels;
  }

  @Override
  public void read(Readings into, int first) {
    int read = 0;
    double sum = 0;
    double least = Double.POSITIVE_INFINITY;
    double greatest = 0;
    for (NumberFile file : files) {
      if (file.refresh()) {
        read++;
        sum += file.value();
        least = Math.min(least, file.value());
        greatest = Math.max(greatest, file.value());
      }
    }
    if (read == 0) {
      for (int i = 0; i < channels.size(); i++) {
        into.missing(first + i, files.getFirst().problem());
      }
      return;
    }
    into.value(first, sum / read * HERTZ_PER_KILOHERTZ);
    into.value(first + 1, least * HERTZ_PER_KILOHERTZ);
    into.value(first + 2, greatest * HERTZ_PER_KILOHERTZ);
  }

  @Override
  public void close() {
    files.forEach(NumberFile::close);
  }
}
