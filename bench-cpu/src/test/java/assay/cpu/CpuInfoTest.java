package assay.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CpuInfoTest {
  @Test
  void takesTheFirstModelName() {
    assertThat(
            CpuInfo.modelName(
                List.of(
                    "processor\t: 0", "model name\t: AMD EPYC 9354: rev 2 ", "model name\t: B")))
        .contains("AMD EPYC 9354: rev 2");
    assertThat(CpuInfo.modelName(List.of("processor\t: 0", "CPU part\t: 0xd4f"))).isEmpty();
  }
}
