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
    Map<String, String> identity = Fingerprint.read(HostRoot.machine()).identity();
    assertThat(identity.get("kernels.cpu-simd")).matches("[0-9a-f]{64}");
    assertThat(identity)
        .containsEntry("kernels.cpu-scalar", identity.get("kernels.cpu-simd"))
        .containsEntry("kernels.cpu-openblas", identity.get("kernels.cpu-simd"))
        .doesNotContainKey("kernels");
  }
}
