package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.harness.PlannedCell;
import assay.core.program.Precision;
import assay.core.spi.Target;
import assay.core.spi.Targets;
import assay.core.workload.Workload;
import assay.core.workload.Workloads;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelectionTest {
  private static final List<Workload> GEMM = List.of(Workloads.parse("gemm/m=8,n=8,k=8"));

  private static Target target(String id) {
    return Targets.byId(id).orElseThrow();
  }

  private static List<String> cells(boolean own, Precision... precisions) {
    List<Target> targets = List.of(target("right"), target("rtl-model"));
    return Selection.cells(GEMM, targets, List.of(precisions), own).stream()
        .map(PlannedCell::id)
        .map(id -> id.target() + " " + id.precision())
        .toList();
  }

  @Test
  void everyCombinationOfWhatWasNamed() {
    assertThat(cells(false, Precision.F32, Precision.S8))
        .containsExactly("right f32", "rtl-model f32", "right s8", "rtl-model s8");
  }

  @Test
  void aTargetWithoutAnyOfTheSuitesPrecisionsTakesItsOwn() {
    assertThat(cells(true, Precision.F32)).containsExactly("right f32", "rtl-model s8");
    assertThat(cells(true, Precision.F32, Precision.S8))
        .containsExactly("right f32", "rtl-model f32", "right s8", "rtl-model s8");
  }
}
