package assay.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.environment.Fingerprint;
import assay.core.host.HostRoot;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The machine's fingerprint says which code the targets of this module are. */
class KernelHashTest {
  @Test
  void everyTargetHasTheHashOfItsModule() {
    Map<String, String> settings = Fingerprint.read(HostRoot.machine()).settings();
    assertThat(settings.get("kernels.cpu-simd")).matches("[0-9a-f]{64}");
    assertThat(settings)
        .containsEntry("kernels.cpu-scalar", settings.get("kernels.cpu-simd"))
        .containsEntry("kernels.cpu-openblas", settings.get("kernels.cpu-simd"))
        .doesNotContainKey("kernels");
  }
}
