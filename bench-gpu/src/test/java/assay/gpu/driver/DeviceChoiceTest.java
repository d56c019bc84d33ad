package assay.gpu.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceChoiceTest {
  @AfterEach
  void forget() {
    System.clearProperty(DeviceChoice.PROPERTY);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "17, 17",
    "gpu-4F3D, GPU-4f3d",
    "GPU-4f3c0000-0000-0000-0000-000000000001, GPU-4f3c0000-0000-0000-0000-000000000001"
  })
  void oneDeviceHasOneName(String said, String name) {
    assertThat(DeviceChoice.on(said).named()).isEqualTo(name);
    assertThat(DeviceChoice.on(name)).isEqualTo(DeviceChoice.on(said));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "all", "01", "-1", "1,2", "GPU-", "GPU-xyz", "first", "0:1", "GPU", "MIG-1"})
  void whatCanBeNoDeviceIsRefused(String said) {
    assertThatThrownBy(() -> DeviceChoice.on(said))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + said + "' does not name a GPU: give a number");
  }

  @Test
  void aNameGoesBeforeWhatIsSet() {
    System.setProperty(DeviceChoice.PROPERTY, " 2 ");
    assertThat(DeviceChoice.unnamed().device()).isEqualTo("2");
    assertThat(DeviceChoice.unnamed().source()).isEqualTo("ASSAY_CUDA_DEVICE=2: ");
    assertThat(DeviceChoice.on("1").device()).isEqualTo("1");
    assertThat(DeviceChoice.on("1").source()).isEmpty();
    System.setProperty(DeviceChoice.PROPERTY, " ");
    assertThat(DeviceChoice.given()).isEmpty();
    assertThat(DeviceChoice.unnamed().device()).isEqualTo("0");
  }
}
