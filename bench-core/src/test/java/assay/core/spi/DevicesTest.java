package assay.core.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Unavailable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DevicesTest {
  private static final Devices.Entry FIRST =
      new Devices.Entry(0, "GPU-4f3c0000-0000-0000-0000-000000000001", "Some GPU, 0000:3b:00.0");
  private static final Devices.Entry SECOND =
      new Devices.Entry(1, "GPU-4f3d0000-0000-0000-0000-000000000002", "Some GPU, 0000:3c:00.0");
  private static final Devices BOTH = new Devices(List.of(FIRST, SECOND));

  private static Unavailable<Devices.Entry> none(String name) {
    return (Unavailable<Devices.Entry>) BOTH.match(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "gpu-4F3d", "GPU-4f3d0000-0000-0000-0000-000000000002"})
  void aNumberOrTheBeginningOfAUniqueNameMeansADevice(String name) {
    assertThat(BOTH.match(name)).isEqualTo(new Availability.Available<>(SECOND));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 | there is no device 2; the devices are 0 (Some GPU, 0000:3b:00.0), 1 (Some GPU, 0000:3c:00.0)",
        "MIG-1 | no device's unique name starts with MIG-1; the devices are 0 (Some GPU, 0000:3b:00.0), 1",
        "GPU-4f3 | GPU-4f3 is a prefix of several devices' unique names: 0 (Some GPU"
      })
  void anythingElseSaysWhatThereIs(String name, String reason) {
    assertThat(none(name).reason()).startsWith(reason).doesNotContain("4f3c", "4f3d");
    assertThat(none(name).remedy()).isNotNull();
  }

  @Test
  void noDeviceIsNotAList() {
    assertThatThrownBy(() -> new Devices(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"cuda,cuda,", "cuda:1,cuda,1", "cuda:all,cuda,all", "cuda:,cuda,''", "a:b:c,a,b:c"})
  void aTargetsNameIsCutAtItsFirstColon(String text, String target, String device) {
    TargetName name = TargetName.parse(text);
    assertThat(name).isEqualTo(new TargetName(target, device)).hasToString(text);
    assertThat(name.all()).isEqualTo("all".equals(device));
  }
}
