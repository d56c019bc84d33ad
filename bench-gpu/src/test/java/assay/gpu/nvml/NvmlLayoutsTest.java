package assay.gpu.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The structures are laid out as a C compiler lays them out. */
class NvmlLayoutsTest {
  @TempDir Path folder;

  @Test
  void sizesAndOffsets() {
    StandIn standIn = StandIn.in(folder);
    long[] here = {
      NvmlLayouts.PCI_INFO.size(),
      NvmlLayouts.PCI_INFO.offset("domain"),
      NvmlLayouts.UTILIZATION.size(),
      NvmlLayouts.MEMORY.size(),
      NvmlLayouts.FIELD_VALUE.size(),
      NvmlLayouts.FIELD_VALUE.offset("value"),
      NvmlLayouts.VIOLATION_TIME.size(),
      NvmlLayouts.TEMPERATURE.size(),
      NvmlLayouts.EVENT_DATA.size(),
      NvmlLayouts.EVENT_DATA.offset("eventData")
    };
    for (int i = 0; i < here.length; i++) {
      assertThat(here[i]).as("layout " + i).isEqualTo(standIn.controls().layout(i));
    }
    assertThat(standIn.controls().layout(here.length)).as("all compared").isEqualTo(-1);
  }

  /** The value that NVIDIA's macro NVML_STRUCT_VERSION gives for nvmlTemperature_v1_t. */
  @Test
  void versions() {
    assertThat(NvmlLayouts.version(NvmlLayouts.TEMPERATURE, 1)).isEqualTo(0x100000C);
  }

  @Test
  void unsignedNumbers() {
    assertThat(RawNumber.unsigned(0xFFFF_FFFE)).isEqualTo(4294967294.0);
    assertThat(RawNumber.unsigned(Long.MIN_VALUE)).isEqualTo(0x1p63);
    assertThat(RawNumber.unsigned(-1)).isNaN();
    assertThat(RawNumber.unsigned(-1L)).isNaN();
    assertThat(RawNumber.unsigned((short) -1)).isNaN();
    assertThat(RawNumber.signed(-1)).isNaN();
    assertThat(RawNumber.signed(Integer.MAX_VALUE)).isNaN();
    assertThat(RawNumber.signed(-1L)).isNaN();
    assertThat(RawNumber.signed(-40)).isEqualTo(-40);
  }
}
