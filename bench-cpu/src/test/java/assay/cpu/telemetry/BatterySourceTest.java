package assay.cpu.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.core.telemetry.Domain;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatterySourceTest {
  private static final String SUPPLY = "sys/class/power_supply/";
  private static final String POWER = "battery.power";

  @TempDir Path folder;

  private Machine laptop() {
    return Machine.open(new BatterySource(), "laptop-battery", folder);
  }

  @Test
  void givesTheMachinesPowerWhileItDischarges() {
    try (Machine m = laptop()) {
      assertThat(m.ids()).containsExactly(POWER);
      assertThat(m.channel(POWER).domain()).isEqualTo(Domain.host("battery", Domain.Kind.BATTERY));
      assertThat(m.read().value(POWER)).isCloseTo(12.5, within(1e-9));
    }
  }

  @Test
  void multipliesCurrentAndVoltageAndAddsBatteriesWhateverTheirSign() throws IOException {
    try (Machine m = laptop()) {
      m.write(SUPPLY + "BAT1/status", "Discharging")
          .write(SUPPLY + "BAT1/current_now", "-500000")
          .read();
      assertThat(m.value(POWER)).isCloseTo(12.5 + 0.5 * 11.4, within(1e-9));
    }
  }

  @Test
  void isMissingOnMainsAndComesBack() throws IOException {
    try (Machine m = laptop()) {
      m.write(SUPPLY + "AC/online", "1").read();
      assertThat(m.missing(POWER))
          .isEqualTo("on mains power, so the battery does not supply the machine");
      assertThat(m.write(SUPPLY + "AC/online", "0").read().has(POWER)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Charging", "Full", "Not charging", "Unknown"})
  void isMissingUnlessItDischarges(String status) throws IOException {
    try (Machine m = laptop()) {
      m.write(SUPPLY + "BAT0/status", status).read();
      assertThat(m.missing(POWER)).contains("not supply the machine");
    }
  }

  @Test
  void isMissingWhileAnotherBatteryIsCharged() throws IOException {
    try (Machine m = laptop()) {
      m.write(SUPPLY + "BAT1/status", "Charging").read();
      assertThat(m.missing(POWER)).contains("charging");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', not a number",
    "twelve, holds 'twelve'",
    "0, but the power reads 0",
    "99999999999999999999, outside its range",
    "4294967295, outside its range",
    "4294967295000, outside its range",
    "2147483647, outside its range",
    "-1, outside its range",
    "18446744073709551615, outside its range",
  })
  void damagedPowerIsMissing(String damaged, String reason) throws IOException {
    try (Machine m = laptop()) {
      m.write(SUPPLY + "BAT0/power_now", damaged).read();
      assertThat(m.missing(POWER)).contains("BAT0").contains(reason);
    }
  }

  @Test
  void aBatteryThatIsTakenOutIsMissingAndComesBack() throws IOException {
    try (Machine m = laptop()) {
      m.delete(SUPPLY + "BAT0/status").read();
      assertThat(m.missing(POWER)).contains("BAT0/status does not exist");
      assertThat(m.write(SUPPLY + "BAT0/status", "Discharging").read().has(POWER)).isTrue();
    }
  }

  @Test
  void saysWhyThereIsNone() throws IOException {
    try (Machine m = Machine.open(new BatterySource(), "vm-without-anything", folder)) {
      assertThat(m.unavailable().reason()).isEqualTo("/sys/class/power_supply lists no battery");
      m.write(SUPPLY + "BAT0/type", "Battery");
    }
    try (Machine m = Machine.reopen(new BatterySource(), folder)) {
      assertThat(m.unavailable().reason()).contains("power_now nor current_now");
    }
  }
}
