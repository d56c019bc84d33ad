package assay.cpu.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.core.telemetry.Channel;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PressureSourceTest {
  @TempDir Path folder;

  private Machine client() {
    return Machine.open(new PressureSource(), "intel-client", folder);
  }

  @Test
  void readsTotalsAsSharesOfTimeAndNotAsCauses() {
    try (Machine m = client()) {
      m.read();
      assertThat(m.value("pressure.cpu.some")).isCloseTo(2.5, within(1e-12));
      assertThat(m.value("pressure.memory.some")).isCloseTo(0.0015, within(1e-12));
      assertThat(m.value("pressure.memory.full")).isCloseTo(0.0007, within(1e-12));
      assertThat(m.value("pressure.io.some")).isCloseTo(90, within(1e-9));
      assertThat(m.value("pressure.io.full")).isCloseTo(80, within(1e-9));
      assertThat(m.instrument().channels())
          .allMatch(c -> c instanceof Channel.Tally t && t.capacity() == 1 && t.unit().equals("s"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "some avg10=0.00",
        "some avg10=0.00 total=",
        "some avg10=0.00 total=x\nfull avg10=0.00 total=1",
        "some avg10=0.00\nfull avg10=0.00 total=7",
        "some avg10=0.00 total=-3",
        "some avg10=0.00 total=99999999999999999999",
        "nonsense",
      })
  void damagedTotalsAreMissing(String damaged) throws IOException {
    try (Machine m = client()) {
      m.write("proc/pressure/io", damaged).read();
      assertThat(m.missing("pressure.io.some")).contains("/proc/pressure/io");
      assertThat(m.has("pressure.memory.some")).isTrue();
    }
  }

  @Test
  void oneResourceWithoutPressureIsAGap() throws IOException {
    client().delete("proc/pressure/io").close();
    try (Machine m = Machine.reopen(new PressureSource(), folder)) {
      assertThat(m.ids()).noneMatch(i -> i.contains(".io."));
      assertThat(m.gap("pressure of io").remedy().text()).contains("psi=1");
    }
  }

  @Test
  void aKernelWithoutItIsSaid() {
    try (Machine m = Machine.open(new PressureSource(), "vm-without-anything", folder)) {
      assertThat(m.unavailable().reason()).contains("/proc/pressure/cpu does not exist");
      assertThat(m.unavailable().toText()).contains("psi=1");
    }
  }
}
