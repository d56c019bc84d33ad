package assay.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  @Test
  void theNearestNamesComeFirst() {
    assertThat(Nearest.hint("cpu-sclar", List.of("cuda", "cpu-simd", "cpu-scalar")))
        .startsWith("did you mean cpu-scalar or ");
    assertThat(Nearest.hint("proc", List.of("peak", "procurement", "pro")))
        .startsWith("did you mean pro or procurement");
    assertThat(Nearest.hint("x", List.of())).isEqualTo("there are none");
    assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
  }
}
