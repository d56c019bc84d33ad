package assay.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.device.Device;
import assay.core.spi.Target;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParallelUnitsTest {
  private static int units(Map<String, String> details) {
    return new CudaTarget()
        .parallelUnits(new Device.Hardware("a GPU", details), new Target.Options(16));
  }

  @Test
  void aMultiprocessorHasFourSchedulers() {
    assertThat(units(Map.of("multiprocessors", "132"))).isEqualTo(528);
    assertThat(units(Map.of())).as("unknown").isEqualTo(1);
  }
}
