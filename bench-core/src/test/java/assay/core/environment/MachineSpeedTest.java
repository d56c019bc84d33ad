package assay.core.environment;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.record.MeasuredSpeed;
import assay.core.record.RunRecord;
import assay.core.telemetry.Facts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MachineSpeedTest {
  private static RunRecord.Environment environment(String machine, String hypervisor) {
    return RunRecord.Environment.of(
        "host", Map.of("machine", machine), Map.of("hypervisor", hypervisor), Map.of(), List.of());
  }

  /** Limits that any machine keeps: a figure outside them is not what its name says. */
  @Test
  void theThreeFiguresAreThereWithTheirUnits() {
    Facts facts = MachineSpeed.measure();
    assertThat(facts.identity()).isEmpty();
    assertThat(facts.settings()).isEmpty();
    Map<String, String> state = facts.state();
    assertThat(state)
        .containsOnlyKeys("measured.fma", "measured.memoryRead", "measured.memoryLatency");
    assertThat(number(state.getOrDefault("measured.fma", ""), "GFLOP/s")).isBetween(0.01, 200.0);
    assertThat(number(state.getOrDefault("measured.memoryRead", ""), "GB/s"))
        .isBetween(0.1, 1000.0);
    assertThat(number(state.getOrDefault("measured.memoryLatency", ""), "ns"))
        .isBetween(1.0, 10_000.0);
  }

  private static double number(String text, String unit) {
    assertThat(text).endsWith(" " + unit);
    return Double.parseDouble(text.substring(0, text.indexOf(' ')));
  }

  @Test
  void onlyAVirtualMachineItselfIsMeasured() {
    RunRecord.Environment hardware = environment("this machine itself", "none");
    assertThat(Fingerprint.measured(hardware)).isSameAs(hardware);
    RunRecord.Environment folder = environment("read under /x", "present, kind not stated");
    assertThat(Fingerprint.measured(folder)).isSameAs(folder);
    RunRecord.Environment guest = environment("this machine itself", "present, kind not stated");
    RunRecord.Environment measured = Fingerprint.measured(guest);
    assertThat(measured.identityHash()).isEqualTo(guest.identityHash());
    assertThat(measured.settingsHash()).isEqualTo(guest.settingsHash());
    assertThat(measured.state().keySet()).allMatch(name -> name.startsWith(MeasuredSpeed.PREFIX));
    assertThat(measured.state()).hasSize(3);
  }
}
