package assay.gpu.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceChoiceTest {
  private static final Gpu FIRST = gpu(0, "GPU-4f3c0000-0000-0000-0000-000000000001");
  private static final Gpu SECOND = gpu(1, "GPU-4f3d0000-0000-0000-0000-000000000002");
  private static final List<Gpu> BOTH = List.of(FIRST, SECOND);

  private static Gpu gpu(int ordinal, String uuid) {
    return new Gpu(ordinal, "Some GPU", 8, 0, 108, 1L << 36, 0, "0000:3b:00.0", uuid, "12.8");
  }

  @Test
  void aNumberNamesADevice() {
    assertThat(DeviceChoice.of(BOTH, "1")).contains(SECOND);
    assertThat(DeviceChoice.of(BOTH, "2")).isEmpty();
  }

  @Test
  void theBeginningOfAUuidNamesADevice() {
    assertThat(DeviceChoice.of(BOTH, "gpu-4F3d")).contains(SECOND);
    assertThat(DeviceChoice.of(BOTH, "GPU-4f3c0000-0000-0000-0000-000000000001")).contains(FIRST);
  }

  @Test
  void aBeginningOfTwoNamesNone() {
    assertThat(DeviceChoice.of(BOTH, "GPU-4f3")).isEmpty();
    assertThat(DeviceChoice.of(BOTH, "MIG-1")).isEmpty();
  }
}
