package assay.core.environment;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.host.CpuInfo;
import assay.core.host.HostRoot;
import assay.core.record.JvmFlags;
import assay.core.record.RunRecord;
import assay.core.telemetry.Facts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes the machine's fingerprint: identity, settings and state, and the reason for everything that
 * could not be determined. Needs no privileges and never fails; what needs privileges (the memory
 * modules) is unavailable without them.
 *
 * <p>Every value and reason is one line of at most 500 characters. A longer text is truncated and
 * carries the first digits of its SHA-256, so that a difference in the cut part still counts.
 * UUIDs, hardware addresses and home folders are masked in every text.
 */
public final class Fingerprint {
  /** The setting that is the hash of the harness's code. */
  public static final String HARNESS = "harness";

  /**
   * The settings that are hashes of the targets' code: {@code kernels} and {@code
   * kernels.<target>}. Earlier records have them in the identity, where each new build looked like
   * another machine.
   */
  static final String KERNELS = "kernels";

  static final String HYPERVISOR = "hypervisor";

  private static final String HOST = "host";
  private static final String MACHINE = "machine";
  private static final String THIS_MACHINE = "this machine itself";

  private Fingerprint() {}

  /**
   * The fingerprint of the machine alone, labelled with the host name.
   *
   * @param root the machine, or a folder in its place
   */
  public static RunRecord.Environment read(HostRoot root) {
    return read(root, List.of(), Optional.empty());
  }

  /**
   * The fingerprint of the machine, completed by telemetry sources.
   *
   * @param root the machine, or a folder in its place; the JVM is always this one
   * @param contributed facts from telemetry sources; they complete what is read here and replace
   *     nothing; a contradiction is recorded among what is unavailable
   * @param hostLabel the host's name in the record; its own name if empty
   * @throws IllegalArgumentException if the label is blank
   */
  public static RunRecord.Environment read(
      HostRoot root, List<Facts> contributed, Optional<String> hostLabel) {
    return read(root, contributed, hostLabel, System.getenv());
  }

  static RunRecord.Environment read(
      HostRoot root,
      List<Facts> contributed,
      Optional<String> hostLabel,
      Map<String, String> variables) {
    CpuInfo info = CpuInfo.read(root);
    Findings findings = new Findings();
    findings.identity(MACHINE, new Available<>(source(root)));
    Board.read(root, info, findings);
    Processors.read(root, info, findings);
    MemoryLayout.read(root, findings);
    Accelerators.read(root, findings);
    OwnCode.read(findings);
    OwnInputs.read(findings);
    ProcessorSettings.read(root, info, findings);
    KernelSettings.read(root, findings);
    ProcessLimits.read(root, findings);
    JavaRuntime.read(variables, findings);
    NativeLibraries.read(root, variables, findings);
    LoadState.read(root, findings);
    SensorState.read(root, info, findings);
    contributed.forEach(findings::add);
    return switch (label(root, hostLabel)) {
      case Available<String>(String host) -> findings.toRecord(host);
      case Unavailable<String> missing -> {
        findings.state(HOST, missing);
        yield findings.toRecord(null);
      }
    };
  }

  /**
   * The same, completed by the measured fingerprint if this is a virtual machine, which may not say
   * on which processor it runs; takes a fraction of a second.
   */
  public static RunRecord.Environment measured(RunRecord.Environment read) {
    String hypervisor = read.settings().get(HYPERVISOR);
    boolean virtual = hypervisor != null && !hypervisor.equals("none");
    return virtual && THIS_MACHINE.equals(read.identity().get(MACHINE))
        ? completed(read, MachineSpeed.measure())
        : read;
  }

  /** The same, completed by later findings, which replace nothing. */
  public static RunRecord.Environment completed(RunRecord.Environment read, Facts later) {
    Findings findings = Findings.of(read);
    findings.add(later);
    return findings.toRecord(read.host());
  }

  /** The same with some settings and some of the state replaced or added. */
  public static RunRecord.Environment amended(
      RunRecord.Environment read, Map<String, String> settings, Map<String, String> state) {
    Map<String, String> allSettings = new LinkedHashMap<>(read.settings());
    settings.forEach((name, value) -> allSettings.put(name, OneLine.of(value)));
    Map<String, String> allState = new LinkedHashMap<>(read.state());
    state.forEach((name, value) -> allState.put(name, OneLine.of(value)));
    return RunRecord.Environment.of(
        read.host(), read.identity(), allSettings, allState, read.unavailable());
  }

  /**
   * How this JVM runs.
   *
   * @param root the machine, for the processors that it may use
   */
  public static JvmFlags jvm(HostRoot root) {
    return JavaRuntime.flags(root);
  }

  private static String source(HostRoot root) {
    return root.standIn().map(folder -> "read under " + folder).orElse(THIS_MACHINE);
  }

  /** The host's name in the record: the given one, else its own; empty if that is not readable. */
  public static Optional<String> host(HostRoot root, Optional<String> given) {
    return label(root, given).toOptional();
  }

  private static Availability<String> label(HostRoot root, Optional<String> given) {
    if (given.isPresent()) {
      String label = OneLine.of(given.get());
      if (label.isEmpty()) {
        throw new IllegalArgumentException(
            "the host's label is empty; give a name, or omit it to use the host's own");
      }
      return new Available<>(label);
    }
    return root.text("proc/sys/kernel/hostname").map(OneLine::of);
  }
}
